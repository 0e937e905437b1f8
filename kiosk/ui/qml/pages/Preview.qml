import QtQuick
import Kiosk
import "../parts"

// The result before it is printed: the very pages that the printer will get.
Page {
    id: page

    readonly property ResultsView results: session.after.results
    readonly property bool working: results.state === "printing" || results.state === "linking"
    readonly property bool linked: results.state === "linked"
    readonly property bool printed: results.printed
    readonly property bool phoneFirst: session.after.delivery === "phone" || !results.canPrint

    heading: linked ? tokens.words["phone_take_title"] : tokens.words["preview_title"]
    lead: linked ? tokens.words["phone_take"] : results.title
    spacing: 6 * tokens.mm

    Column {
        id: said

        width: parent.width
        spacing: 4 * page.tokens.mm

        Banner {
            width: parent.width
            visible: page.results.state === "failed" || page.printed
            tokens: page.tokens
            tone: page.printed ? "good" : "bad"
            text: page.printed ? page.tokens.words["result_printed"] : page.results.says
        }
        Banner {
            width: parent.width
            visible: !page.results.canPrint && !page.linked
            tokens: page.tokens
            text: page.tokens.words["cannot_print"]
        }
    }
    CodeCard {
        visible: page.linked
        anchors.horizontalCenter: parent.horizontalCenter
        tokens: page.tokens
        edge: Math.min(170 * page.tokens.mm, page.codeEdge)
        picture: page.results.link
    }
    Rectangle {
        visible: !page.linked
        width: sheet.width + 2 * page.tokens.edge
        height: sheet.height + 2 * page.tokens.edge
        anchors.horizontalCenter: parent.horizontalCenter
        color: page.tokens.paper
        border.color: page.tokens.edgeColor
        border.width: page.tokens.edge

        Image {
            id: sheet

            objectName: "sheet"
            anchors.centerIn: parent
            height: Math.min(page.room - said.height - (turner.visible ? turner.height + page.spacing : 0)
                - 2 * page.spacing, page.breadth * 1.414)
            width: height / 1.414
            source: page.results.sheet
            cache: false
            mipmap: true
            fillMode: Image.PreserveAspectFit
            Accessible.role: Accessible.Graphic
            Accessible.name: page.results.title
        }
    }
    Row {
        id: turner

        visible: page.results.sheetCount > 1 && !page.linked
        anchors.horizontalCenter: parent.horizontalCenter
        spacing: page.tokens.gap

        QuietButton {
            objectName: "sheet.before"
            tokens: page.tokens
            text: page.tokens.words["sheet_before"]
            available: page.results.sheetNumber > 1
            onClicked: page.results.turn(-1)
        }
        TextBlock {
            tokens: page.tokens
            text: page.tokens.words["sheet_of"].replace("%1", page.results.sheetNumber)
                .replace("%2", page.results.sheetCount)
            wrapMode: Text.NoWrap
            anchors.verticalCenter: parent.verticalCenter
        }
        QuietButton {
            objectName: "sheet.next"
            tokens: page.tokens
            text: page.tokens.words["sheet_next"]
            available: page.results.sheetNumber < page.results.sheetCount
            onClicked: page.results.turn(1)
        }
    }
    actions: [
        Working {
            visible: page.working
            anchors.horizontalCenter: parent.horizontalCenter
            tokens: page.tokens
            text: page.tokens.words[page.results.state === "printing" ? "printing" : "loading"]
        },
        PrimaryButton {
            objectName: page.printed ? "finish" : page.linked ? "taken" : page.phoneFirst ? "phone" : "print"
            visible: !page.working
            width: parent.width
            tokens: page.tokens
            drawing: page.printed || page.linked ? "check" : page.phoneFirst ? "mobile" : "printer"
            text: page.tokens.words[page.printed ? "finish" : page.linked ? "taken" : page.phoneFirst ? "to_phone" : "print"]
            onClicked: {
                if (page.printed)
                    page.session.after.finish();
                else if (page.linked)
                    page.results.taken();
                else if (page.phoneFirst)
                    page.results.toPhone();
                else
                    page.results.print();
            }
        },
        Pair {
            id: pair

            visible: !page.working && !page.printed
            width: parent.width
            tokens: page.tokens

            QuietButton {
                objectName: page.phoneFirst || page.linked ? "print" : "phone"
                width: pair.share
                tokens: page.tokens
                available: !(page.phoneFirst || page.linked) || page.results.canPrint
                drawing: page.phoneFirst || page.linked ? "printer" : "mobile"
                text: page.tokens.words[page.phoneFirst || page.linked ? "print" : "to_phone"]
                onClicked: page.phoneFirst || page.linked ? page.results.print() : page.results.toPhone()
            }
            QuietButton {
                objectName: "later"
                width: pair.share
                tokens: page.tokens
                drawing: "clock"
                text: page.tokens.words["later"]
                onClicked: page.session.after.hasFiling ? page.session.after.toSlip() : page.session.after.finish()
            }
        },
        QuietButton {
            objectName: "list"
            visible: !page.working && !page.session.after.hasFiling
            width: parent.width
            tokens: page.tokens
            text: page.tokens.words["to_list"]
            onClicked: page.session.after.toList()
        }
    ]
}
