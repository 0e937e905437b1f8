"""What can be wrong with a face before the camera, said to a person and to a technician."""

from __future__ import annotations

from kiosk.model import Fault

DEVICE = "人脸摄像头"

NONE = Fault(
    "face.none",
    "没有看到您的脸。请站到机器正前方，看着屏幕上方的镜头。",
    "画面里没有人脸：检查镜头的朝向和高度，镜头前有没有遮挡",
)
SEVERAL = Fault(
    "face.several",
    "镜头前不止一个人。请只让办事的人站在机器前，其他人退后一步。",
    "画面里有几张大小相近的人脸：检查机器前的等候距离",
)
SMALL = Fault(
    "face.small",
    "离得太远了。请往前站一步。",
    "人脸两眼的间距不足 40 像素：提高分辨率，或换视角更窄的镜头",
)
DARK = Fault(
    "face.dark",
    "光线太暗，看不清。请摘下帽子和口罩，面向亮处再试一次。",
    "人脸太暗：打开补光灯，检查有没有逆光",
)
TURNED = Fault(
    "face.turned",
    "请正对镜头，抬头，不要侧脸。",
    "人脸没有正对镜头：检查镜头的高度和俯仰角",
)
REFERENCE = Fault(
    "face.reference",
    "证件上的照片不能用来比对。请换一种方式核对。",
    "证件照片里找不到一张人脸：检查照片的解码",
)
MODELS = Fault(
    "face.models",
    "这台机器不能用人脸核对。请换一种方式核对。",
    "人脸模型不在，或不是发布时的那一份：重新安装程序",
)
