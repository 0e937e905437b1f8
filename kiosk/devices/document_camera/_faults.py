"""What can be wrong with a sheet under the camera, said to a person and to a technician."""

from __future__ import annotations

from kiosk.model import Fault

DEVICE = "高拍仪"

CUT_OFF = Fault(
    "page.cut_off",
    "没拍全。请把材料放平，四个角都露出来，不要用手压住。",
    "画面里找不到材料的四个角：材料出了边、被挡住，或与台面颜色太近，换深色垫板",
)
SEVERAL = Fault(
    "page.several",
    "放了不止一张。请一次只放一张，其余的先拿开。",
    "画面里有不止一张材料：一次只放一张，清空台面",
)
SMALL = Fault(
    "page.small",
    "拍得太小，字看不清。请把材料放到镜头正下方，拿近一些。",
    "材料按 A4 计算不足 200 dpi：提高分辨率，或降低镜头高度",
)
GLARE = Fault(
    "page.glare",
    "有反光。请把材料转个方向，避开灯光；塑料封套请先取下。",
    "材料上过曝的面积超过 2%：关掉直射的灯，降低曝光或补光",
)
BLURRED = Fault(
    "page.blurred",
    "拍得模糊，字看不清。请把有字的一面朝上，放平不动，再拍一次。",
    "材料上没有清晰的字：检查镜头对焦和清洁；空白的一面也是这样",
)
