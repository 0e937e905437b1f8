"""kiosk flows explain, diff, new, pack, verify, key: for who writes and publishes items."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiosk.cli.output import answer, trouble, with_json
from kiosk.config import RESOURCES

if TYPE_CHECKING:
    from kiosk.flows.comparing import Change, Drafts
    from kiosk.flows.definition import Flow
    from kiosk.flows.explaining import Reason
    from kiosk.flows.session import Session

_YEAR = timedelta(days=365)
_SHOWN = {
    "step": ("出现", "跳过"),
    "stop": ("停在这里", "不停"),
    "material": ("要", "不要"),
    "rung": ("可走", "不走"),
}
_WHAT = {"added": "新增", "removed": "删去", "moved": "换了位置", "changed": "改了"}


def add(flows: Any) -> None:
    explain = with_json(flows.add_parser("explain", help="why each page is shown in a case, or passed by"))
    explain.add_argument("item")
    explain.add_argument("--case", type=Path, help='JSON: {"today": …, "answers": {…}, "facts": {…}}')
    explain.add_argument("--step", help="only this step or material")
    explain.add_argument("--items", type=Path, default=RESOURCES / "items")
    explain.set_defaults(run=_explain)
    diff = with_json(flows.add_parser("diff", help="what a new version changes, for open drafts too"))
    diff.add_argument("old", type=Path)
    diff.add_argument("new", type=Path)
    diff.add_argument("--walks", type=int, default=200)
    diff.add_argument("--seed", type=int, default=1)
    diff.set_defaults(run=_diff)
    new = flows.add_parser("new", help="a new item, question by question")
    new.add_argument("item")
    new.add_argument("--items", type=Path, default=RESOURCES / "items")
    new.add_argument("--answers", type=Path, help="JSON instead of questions at the keyboard")
    new.set_defaults(run=_new)
    key = flows.add_parser(
        "key", help="a publisher's key pair: writes the private one, prints the public one"
    )
    key.add_argument("file", type=Path)
    key.set_defaults(run=_key)
    pack = with_json(flows.add_parser("pack", help="all items of a folder as one signed file"))
    pack.add_argument("out", type=Path)
    pack.add_argument("--key", type=Path, required=True)
    pack.add_argument("--resources", type=Path, default=RESOURCES)
    pack.add_argument("--name", default="items")
    pack.add_argument("--version", type=int, default=1)
    pack.add_argument("--from", dest="begins", type=date.fromisoformat, default=date.today())
    pack.add_argument("--to", dest="ends", type=date.fromisoformat, default=date.today() + _YEAR)
    pack.set_defaults(run=_pack)
    verify = with_json(flows.add_parser("verify", help="whether a pack is its publisher's, whole and sound"))
    verify.add_argument("file", type=Path)
    verify.add_argument("--publisher", required=True, help="the public key")
    verify.set_defaults(run=_verify)


def _explain(options: argparse.Namespace) -> int:
    from kiosk.flows.explaining import explain
    from kiosk.flows.loader import FlowError, load_items

    try:
        flows = load_items(options.items)
        if options.item not in flows:
            return trouble(f"没有这个事项：{options.item}", options.json)
        case = json.loads(options.case.read_text("utf-8")) if options.case else {}
        reasons = [r for r in explain(_session(flows[options.item], case)) if _about(r, options.step)]
    except FlowError as error:
        return trouble(str(error), options.json)
    except OSError as error:
        return trouble(f"{options.case}：读不了（{error.strerror}）", options.json)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        return trouble(f"{options.case}：看不懂这个案例（{type(error).__name__}）", options.json)
    if not reasons:
        return trouble(f"{options.item} 里没有 {options.step}", options.json)
    told = {"ok": True, "item": options.item, "reasons": [vars(reason) for reason in reasons]}
    return answer(told, "\n".join(map(_reason, reasons)), options.json)


def _session(flow: Flow, case: Mapping[str, Any]) -> Session:
    from kiosk.flows.session import Session
    from kiosk.flows.walk import opening_day

    day = date.fromisoformat(case["today"]) if "today" in case else opening_day(flow)
    return Session("case", flow, day, dict(case.get("answers", {})), dict(case.get("facts", {})))


def _about(reason: Reason, step: str | None) -> bool:
    return step is None or reason.key.split(":")[0].split(".")[0] == step


def _reason(reason: Reason) -> str:
    says = _SHOWN[reason.kind][not reason.holds]
    indent = "    " if reason.kind in ("stop", "rung") else ""
    if not reason.rule:
        return f"{indent}{reason.key}：{says}"
    held = "，".join(
        f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in reason.names.items()
    )
    return f"{indent}{reason.key}：{says}，因为 {reason.rule}" + (f"（{held}）" if held else "")


def _diff(options: argparse.Namespace) -> int:
    from kiosk.flows.comparing import changes, drafts
    from kiosk.flows.loader import FlowError
    from kiosk.flows.walk import WalkError

    try:
        old, new = _one(options.old), _one(options.new)
        found, effect = list(changes(old, new)), drafts(old, new, options.walks, options.seed)
    except FlowError as error:
        return trouble(str(error), options.json)
    except WalkError as error:
        return trouble(f"旧版本走不到头：{error}", options.json)
    told = {"ok": True, "changes": [vars(change) for change in found], "drafts": vars(effect)}
    lines = [_change(change) for change in found] or ["两个版本没有不同"]
    return answer(told, "\n".join([*lines, *_effect(effect)]), options.json)


def _one(path: Path) -> Flow:
    from kiosk.flows.loader import RESOURCES, load, load_codes

    codes = path.parent.parent / "codes"
    return load(path, load_codes(codes if codes.is_dir() else RESOURCES / "codes"))


def _change(change: Change) -> str:
    return f"{_WHAT[change.what]}：{change.where}" + (
        f"（{'、'.join(change.parts)}）" if change.parts else ""
    )


def _effect(effect: Drafts) -> list[str]:
    lines = [f"没办完的 {effect.walks} 份里，{effect.untouched} 份不受影响"]
    lines += [f"  {count} 份回到问题 {key}" for key, count in sorted(effect.asked_again.items())]
    lines += [f"  {count} 份的回答 {key} 不再使用" for key, count in sorted(effect.dropped.items())]
    lines += [f"  {count} 份现在停在：{title}" for title, count in sorted(effect.stopped.items())]
    return lines


def _new(options: argparse.Namespace) -> int:
    from kiosk.flows import skeleton
    from kiosk.flows.loader import FlowError, load, load_codes

    place = options.items / f"{options.item}.yaml"
    if place.exists():
        return trouble(f"{place} 已经有了，不覆盖")
    try:
        ask = skeleton.answers(options.answers.read_text("utf-8")) if options.answers else _ask
        text = skeleton.item(options.item, skeleton.questions(ask))
        with tempfile.TemporaryDirectory() as folder:
            draft = Path(folder) / place.name
            draft.write_text(text, "utf-8")
            load(draft, load_codes())  # a name that will not do is said before anything is written
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("x", encoding="utf-8") as file:
            file.write(text)
    except FlowError as error:
        return trouble(str(error))
    except (OSError, ValueError) as error:
        return trouble(f"没有写成：{error}")
    except (EOFError, KeyboardInterrupt):
        return trouble("没有问完，什么也没有写")
    print(f"写好了：{place}")
    print("接下来：补上 zh-easy 和 en，写自己的问题，再运行 kiosk flows check 和 kiosk flows walk")
    return 0


def _ask(line: str) -> str:
    print(line, end=" ", file=sys.stderr, flush=True)
    return input()


def _key(options: argparse.Namespace) -> int:
    from kiosk.wire.envelope import SigningKey
    from kiosk.wire.identity import write_private

    if options.file.exists():
        return trouble(f"{options.file} 已经有了，不覆盖")
    key = SigningKey.generate()
    try:
        write_private(options.file, key.pem())
    except OSError as error:
        return trouble(f"{options.file}：写不了（{error.strerror}）")
    print(key.public.base64())
    return 0


def _pack(options: argparse.Namespace) -> int:
    from kiosk.flows import pack
    from kiosk.flows.loader import FlowError, load_items
    from kiosk.wire.envelope import SigningKey

    try:
        load_items(options.resources / "items")
        key = SigningKey.from_pem(options.key.read_bytes())
        files = pack.collect(options.resources)
        named = pack.manifest(options.name, options.version, options.begins, options.ends, files)
        data = pack.pack(named, files, key.sign)
        options.out.write_bytes(data)
    except FlowError as error:
        return trouble(f"有错误的事项不能发布：\n{error}", options.json)
    except OSError as error:
        return trouble(f"{error.filename}：{error.strerror}", options.json)
    except ValueError:
        return trouble(f"{options.key} 不是 Ed25519 私钥", options.json)
    told = {"ok": True, "files": len(files), "bytes": len(data), "publisher": key.public.base64()}
    return answer(told, f"{options.out}：{_counted(files)}，{len(data)} 字节，已签名", options.json)


def _verify(options: argparse.Namespace) -> int:
    from kiosk.flows import pack
    from kiosk.flows.loader import FlowError, load_items
    from kiosk.wire.envelope import SignatureError, VerifyingKey

    def verified(kind: str, token: str) -> dict[str, Any]:
        try:
            return VerifyingKey.from_base64(options.publisher).verify(kind, token)
        except (SignatureError, ValueError):
            raise pack.PackError("签名不是这个发布者的") from None

    try:
        named, files = pack.unpack(options.file.read_bytes(), verified, date.today())
        with tempfile.TemporaryDirectory() as folder:
            pack.install(files, Path(folder))
            flows = load_items(Path(folder) / "items")
    except pack.PackError as error:
        return trouble(f"{options.file}：{error}", options.json)
    except FlowError as error:
        return trouble(f"签名是对的，事项有错误：\n{error}", options.json)
    except OSError as error:
        return trouble(f"{error.filename}：{error.strerror}", options.json)
    told = {"ok": True, "items": sorted(flows), **named.payload()}
    text = f"{named.name} 第 {named.version} 版：{_counted(files)}，签名、内容和事项都没有问题"
    return answer(told, text, options.json)


def _counted(files: Mapping[str, bytes]) -> str:
    names = {"items": "个事项", "codes": "个代码表", "data": "个数据表"}
    counts = Counter(path.split("/")[0] for path in files)
    return "，".join(f"{counts[part]} {name}" for part, name in names.items() if counts[part])
