"""What the ladder of looks reads that the first look does not, and that Chinese text comes out right."""

import numpy
import pytest
import segno
import zxingcpp

from kiosk.bench import clips, payloads
from kiosk.devices._opencv import opencv
from kiosk.devices.code_scanner import _charset, _ladder, _second_look
from kiosk.devices.code_scanner._ladder import Live, decode, looks

TEXT = "https://example.gov.cn/样本/12345"


def drawn(content, scale=4, dark=0, light=255, **how):
    """A clean grey picture of a QR code."""
    symbol = segno.make(content, **{"micro": False, "error": "m", **how})
    modules = numpy.array([list(row) for row in symbol.matrix_iter(scale=scale, border=4)], numpy.uint8)
    return numpy.where(modules == 0, light, dark).astype(numpy.uint8)


def as_bytes(text, charset):
    return drawn(text.encode(charset), mode="byte")


def texts(codes):
    return [code.text for code in codes]


@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
def test_chinese_of_a_charset_that_the_code_does_not_name_is_read_right(charset):
    for text in payloads.chinese(40):
        (code,) = decode(as_bytes(text, charset))
        assert code.text == text and code.data == text.encode(charset)


@pytest.mark.soak
def test_all_chinese_payloads_are_read_right():
    texts_shown = payloads.chinese(130)
    for charset, least in (("utf-8", 130), ("gb18030", 129)):
        right = sum(texts(decode(as_bytes(text, charset))) == [text] for text in texts_shown)
        assert right >= least, charset


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("姓名：张三", {"encoding": "utf-8", "eci": True}),
        ("姓名：张三", {"encoding": "gb18030", "eci": True}),
        ("ﾃｽﾄ", {"encoding": "shift_jis", "eci": True, "mode": "byte"}),
        ("Привет", {"encoding": "iso-8859-5", "eci": True, "mode": "byte"}),
        ("隆", {"encoding": "gb18030", "eci": True, "mode": "byte"}),
        ("中国日本", {"mode": "kanji"}),
        ("中国姓名", {"mode": "hanzi"}),
    ],
)
def test_what_a_code_states_of_its_charset_is_believed(text, how):
    picture = drawn(text, **how)
    for shown in (picture, 255 - picture, picture[:, ::-1], numpy.rot90(picture)):
        assert texts(decode(shown)) == [text]


@pytest.mark.parametrize("text", ["Google モバイル", "ﾃﾞｻﾞｲﾝQR", "今度のバージョンです"])
def test_japanese_is_told_from_chinese_by_its_kana(text):
    assert texts(decode(as_bytes(text, "shift_jis"))) == [text]


@pytest.mark.parametrize("text", ["张三", "王淼", "示范市样本县", "经营者李四A1", "镕堃"])
def test_chinese_is_never_taken_for_japanese(text):
    assert texts(decode(as_bytes(text, "gb18030"))) == [text]


def test_bytes_that_are_no_text_have_none():
    (code,) = decode(drawn(b"caf\xe9 \xff\xff", mode="byte"))
    assert code.text is None and code.data == b"caf\xe9 \xff\xff"
    assert "caf" not in repr(code)


@pytest.mark.parametrize("bits", [b"\xb0\xa1", "中".encode(), b"plain"])
def test_the_mode_of_every_mask_and_version_is_byte(bits):
    for mask in range(8):
        for version in (1, 7, 20):
            picture = drawn(bits, mode="byte", mask=mask, version=version)
            (code,) = zxingcpp.read_barcodes(picture)
            assert _charset._mode(code) == 0b0100


def hidden(reason):
    """Pictures that the first look does not read, each for another reason."""
    cv2, chance = opencv(), numpy.random.default_rng(1)
    if reason == "tiny":
        small = cv2.resize(drawn(TEXT, 8), None, fx=0.16, fy=0.16, interpolation=cv2.INTER_AREA)
        return cv2.GaussianBlur(small, (0, 0), 0.5)
    picture = drawn(TEXT, 4).astype(numpy.float32)
    if reason == "sunk in shadow":
        blurred = cv2.GaussianBlur(picture, (0, 0), 1.5)
        return (255 * (blurred / 255) ** 4).astype(numpy.uint8)
    contrast, noise = {"noisy": (0.3, 18), "drowned in noise": (0.4, 30)}[reason]
    return numpy.clip(picture * contrast + 70 + chance.normal(0, noise, picture.shape), 0, 255).astype(
        numpy.uint8
    )


@pytest.mark.parametrize(("reason", "look"), [("noisy", 1), ("sunk in shadow", 2), ("tiny", 5)])
def test_a_further_look_reads_what_the_first_does_not(reason, look):
    picture = hidden(reason)
    assert looks()[0](picture) == ()
    assert texts(looks()[look](picture)) == [TEXT]
    assert texts(decode(picture)) == [TEXT]


def test_a_still_is_looked_at_longer():
    picture = hidden("drowned in noise")
    assert decode(picture) == ()
    assert texts(decode(picture, still=True)) == [TEXT]


def test_zbar_gives_bytes_as_they_are():
    data = "姓名：张三；住址：示范市".encode("gb18030")
    assert _second_look.zbar(drawn(data, mode="byte")) == [data]


def test_wechat_reads_utf8_and_passes_over_what_its_binding_cannot_say():
    assert _second_look.wechat(drawn(TEXT)) == [TEXT.encode()]
    assert _second_look.wechat(as_bytes("姓名：张三", "gb18030")) == []


@pytest.mark.parametrize("how", [{}, {"still": True}])
def test_nothing_is_read_where_nothing_is(how):
    chance = numpy.random.default_rng(5)
    for shape in ((480, 640), (1, 1), (1, 100), (15, 4000), (16, 60000), (3000, 100), (0, 10)):
        assert decode(chance.integers(0, 256, shape, numpy.uint8), **how) == ()
    assert decode(numpy.zeros((720, 1280), numpy.uint8), **how) == ()


def test_a_still_is_also_looked_at_in_its_own_size():
    page = numpy.full((3000, 2400), 230, numpy.uint8)
    code = drawn(TEXT, 2)
    page[100 : 100 + code.shape[0], 100 : 100 + code.shape[1]] = code
    assert decode(page) == ()
    assert texts(decode(page, still=True)) == [TEXT]


def test_other_symbologies_are_read_only_when_asked_for():
    bars = zxingcpp.create_barcode("ABC-12345", zxingcpp.BarcodeFormat.Code128)
    picture = numpy.array(bars.to_image(scale=3))
    assert decode(picture) == ()
    (code,) = decode(picture, symbologies=("QRCode", "Code128"))
    assert (code.symbology, code.text) == ("Code128", "ABC-12345")


@pytest.mark.parametrize("name", _ladder.SYMBOLOGIES)
def test_every_symbology_has_the_name_that_the_decoder_knows(name):
    assert zxingcpp.barcode_formats_from_str(name)


def test_live_takes_every_look_in_turn():
    live, picture = Live(), hidden("tiny")
    assert any(texts(live.decode(picture)) == [TEXT] for _ in range(len(looks())))


@pytest.mark.parametrize("scene", clips.SCENES, ids=lambda scene: scene.name)
def test_a_phone_held_before_the_camera_is_read(scene):
    clip, live = clips.Clip(scene, 1), Live()
    assert any(clip.text in texts(live.decode(clip.frame(number))) for number in range(30, 45))
