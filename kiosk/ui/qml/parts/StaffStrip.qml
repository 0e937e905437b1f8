import QtQuick
import Kiosk

// Two identities, always in sight: who works the screen, and for whom. Whoever's turn it is shows in words and colour.
Rectangle {
    id: strip

    required property Tokens tokens
    required property StaffView staff
    readonly property bool theirs: staff.role === "assist" && staff.personsTurn

    implicitHeight: Math.max(by.implicitHeight, whom.visible ? whom.implicitHeight : 0) + 6 * tokens.mm
    color: theirs ? tokens.goodWash : tokens.warmWash
    Accessible.role: Accessible.StaticText
    Accessible.name: by.text + " " + whom.text

    TextBlock {
        id: by

        objectName: "staff.by"
        tokens: strip.tokens
        x: strip.tokens.margin
        width: whom.visible ? (strip.width - 2 * strip.tokens.margin) * 0.52 : strip.width - 2 * strip.tokens.margin
        anchors.verticalCenter: parent.verticalCenter
        text: strip.staff.role === ""
            ? strip.tokens.words["staff_strip_bench"].replace("%1", strip.staff.operator)
            : strip.tokens.words["staff_strip"].replace("%1", strip.staff.operator)
                .replace("%2", strip.tokens.words["role_" + strip.staff.role])
        font.pixelSize: strip.tokens.smallSize
        font.bold: true
    }
    TextBlock {
        id: whom

        objectName: "staff.whom"
        visible: strip.staff.role !== ""
        tokens: strip.tokens
        anchors.left: by.right
        anchors.right: parent.right
        anchors.rightMargin: strip.tokens.margin
        anchors.verticalCenter: parent.verticalCenter
        horizontalAlignment: Text.AlignRight
        text: strip.tokens.words[strip.theirs ? "staff_principal_turn" : "staff_principal"].replace("%1", strip.staff.principal)
        font.pixelSize: strip.tokens.smallSize
        font.bold: strip.theirs
    }
}
