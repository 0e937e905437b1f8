import QtQuick
import "../parts"

Page {
    id: page

    question: true

    heading: tokens.words["resume_title"]
    lead: tokens.words["resume_text"]

    Illustration {
        width: parent.width
        tokens: page.tokens
        name: "document"
    }
    actions: [
        PrimaryButton {
            objectName: "resume"
            width: parent.width
            tokens: page.tokens
            text: page.tokens.words["resume"]
            onClicked: page.session.resume()
        },
        QuietButton {
            objectName: "fresh"
            width: parent.width
            tokens: page.tokens
            text: page.tokens.words["fresh"]
            onClicked: page.session.fresh()
        }
    ]
}
