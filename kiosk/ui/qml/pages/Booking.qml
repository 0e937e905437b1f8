pragma ComponentBehavior: Bound
import QtQuick
import Kiosk
import "../parts"

// 预约取号: services, times, what is held and asked once more, what is booked, a number, what was booked before.
Page {
    id: page

    readonly property BookingView booking: session.after.booking
    readonly property string state_: booking.state
    readonly property TimesView times: booking.times
    readonly property bool listing: state_ === "services" || state_ === "mine"
    readonly property bool choosing: state_ === "times"
    readonly property bool ended: state_ === "booked" || state_ === "cancelled" || state_ === "ticket"
    readonly property bool asking: state_ === "held" || state_ === "cancelling"
    readonly property bool stuck: state_ === "offline" || state_ === "trouble" || choosing && (times.state === "offline" || times.state === "trouble" || times.state === "none")
    readonly property bool unprinted: ended && (booking.paper.state === "failed" || booking.paper.state === "unsure")

    function title(): string {
        if (choosing)
            return times.heading;
        if (state_ === "ticket")
            return tokens.words["booking_number"].replace("%1", booking.number);
        if (state_ === "services")
            return tokens.words[booking.ticket ? "booking_services_ticket" : "booking_services"];
        if (state_ === "mine")
            return tokens.words["booking_list"];
        return tokens.words["booking_" + state_] ?? "";
    }

    question: asking
    heading: title()
    lead: state_ === "held" ? tokens.words["booking_held_until"].replace("%1", booking.until)
        : state_ === "booked" ? tokens.words["booking_booked_lead"]
        : state_ === "cancelled" ? tokens.words["booking_cancelled_lead"] : ""
    spacing: 5 * tokens.mm

    Banner {
        width: parent.width
        visible: text !== ""
        tokens: page.tokens
        tone: page.state_ === "services" || page.state_ === "mine" || page.state_ === "one" ? "warm" : "bad"
        text: page.booking.says
    }
    Banner {
        width: parent.width
        visible: page.ended && page.booking.paper.state === "printed"
        tokens: page.tokens
        tone: "good"
        text: page.tokens.words["slip_take"]
    }
    Banner {
        width: parent.width
        visible: page.unprinted
        tokens: page.tokens
        text: page.booking.paper.says
    }
    Repeater {
        model: page.listing ? page.booking.tiles : []

        ChoiceButton {
            required property var modelData

            objectName: "choice." + modelData.value
            width: parent ? parent.width : 0
            tokens: page.tokens
            text: modelData.title
            hint: modelData.hint
            drawing: page.state_ === "mine" ? "clock" : "pin"
            Accessible.role: Accessible.Button
            onClicked: page.booking.choose(modelData.value)
        }
    }
    Banner {
        width: parent.width
        visible: page.state_ === "mine" && page.booking.tiles.length === 0
        tokens: page.tokens
        text: page.tokens.words["booking_list_none"]
    }
    TimeTiles {
        visible: page.choosing
        width: parent.width
        tokens: page.tokens
        times: page.times
    }
    Card {
        visible: page.booking.rows.length > 0 && (page.asking || page.ended || page.state_ === "one")
        width: parent.width
        tokens: page.tokens
        padding: 10 * page.tokens.mm
        spacing: 7 * page.tokens.mm

        Repeater {
            model: page.booking.rows

            Point {
                required property var modelData

                width: parent ? parent.width : 0
                tokens: page.tokens
                drawing: modelData.drawing
                lead: modelData.lead
                text: modelData.text
            }
        }
    }
    CodeCard {
        visible: page.unprinted && page.booking.paper.code !== ""
        anchors.horizontalCenter: parent ? parent.horizontalCenter : undefined
        tokens: page.tokens
        edge: Math.min(100 * page.tokens.mm, page.codeEdge)
        picture: page.booking.paper.code
    }
    TextBlock {
        visible: page.unprinted && page.booking.paper.code !== ""
        width: parent.width
        tokens: page.tokens
        horizontalAlignment: Text.AlignHCenter
        text: page.tokens.words["booking_photograph"]
    }
    Working {
        visible: page.state_ === "loading" && page.booking.waiting.level > 0
        anchors.horizontalCenter: parent ? parent.horizontalCenter : undefined
        tokens: page.tokens
        text: page.tokens.words[page.booking.waiting.level > 1 ? "still_waiting" : "loading"]
    }
    actions: [
        Working {
            visible: page.booking.paper.state === "printing"
            anchors.horizontalCenter: parent ? parent.horizontalCenter : undefined
            tokens: page.tokens
            text: page.tokens.words["printing"]
        },
        PrimaryButton {
            objectName: page.asking ? "booking.confirm" : page.stuck ? "booking.again" : "booking.move"
            visible: page.asking || page.stuck || page.state_ === "one"
            width: parent.width
            tokens: page.tokens
            available: !page.session.busy
            text: page.tokens.words[page.state_ === "held" ? "booking_confirm" : page.state_ === "cancelling" ? "booking_cancel_yes" : page.stuck ? "again" : "booking_move"]
            onClicked: {
                if (page.asking)
                    page.booking.confirm();
                else if (page.choosing)
                    page.times.again();
                else if (page.stuck)
                    page.booking.again();
                else
                    page.booking.move();
            }
        },
        QuietButton {
            objectName: "booking.cancel"
            visible: page.state_ === "one"
            width: parent.width
            tokens: page.tokens
            text: page.tokens.words["booking_cancel"]
            onClicked: page.booking.cancel()
        },
        QuietButton {
            objectName: "booking.back"
            visible: page.choosing || page.asking || page.state_ === "one"
            width: parent.width
            tokens: page.tokens
            available: !page.session.busy
            text: page.tokens.words[page.state_ === "held" ? "booking_other" : page.state_ === "cancelling" ? "booking_keep" : "booking_back"]
            onClicked: page.booking.back()
        },
        PrimaryButton {
            objectName: "booking.finish"
            visible: page.ended && page.booking.paper.state !== "printing" || page.state_ === "mine"
            width: parent.width
            tokens: page.tokens
            text: page.tokens.words["finish"]
            onClicked: page.booking.finish()
        },
        QuietButton {
            objectName: "booking.print"
            visible: page.unprinted
            width: parent.width
            tokens: page.tokens
            drawing: "printer"
            text: page.tokens.words["booking_print"]
            onClicked: page.booking.paper.print()
        }
    ]
}
