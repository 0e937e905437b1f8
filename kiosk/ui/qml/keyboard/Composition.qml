import QtQuick
import QtQuick.VirtualKeyboard.Core
import QtQuick.VirtualKeyboard.Plugins.Pinyin

// Letters in, Chinese characters out: Qt's Pinyin input, fed by our own keys. It writes into whatever has
// the focus. Nothing is learned, because the field says ImhSensitiveData.
Item {
    id: composition

    readonly property string letters: InputContext.preeditText
    readonly property SelectionListModel found: InputContext.inputEngine.wordCandidateListModel
    // After a choice the input goes on guessing what comes next: not asked for, so not shown.
    readonly property int count: letters === "" || !found ? 0 : found.count
    property int version: 0 // the list says nothing when its words change and their number does not

    function feed(letter: string) {
        InputContext.inputEngine.virtualKeyClick(letter.toUpperCase().charCodeAt(0), letter, Qt.NoModifier);
        version += 1;
    }

    // Takes back a letter, or the last character chosen while letters are left.
    function takeBack() {
        InputContext.inputEngine.virtualKeyClick(Qt.Key_Backspace, "", Qt.NoModifier);
        version += 1;
    }

    function candidate(index: int): string {
        return String(found.dataAt(index, SelectionListModel.Role.Display) ?? "");
    }

    function choose(index: int) {
        found.selectItem(index);
        version += 1;
    }

    // Lets go of the letters: whoever wants to keep them has read them before.
    function drop() {
        Qt.inputMethod.reset(); // qmllint disable missing-property
        InputContext.clear();
    }

    Component.onCompleted: {
        InputContext.inputEngine.inputMethod = pinyin;
        InputContext.inputEngine.inputMode = InputEngine.InputMode.Pinyin;
    }
    Component.onDestruction: {
        InputContext.clear();
        InputContext.inputEngine.inputMethod = null;
    }

    PinyinInputMethod {
        id: pinyin
    }
}
