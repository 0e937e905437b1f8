"""The virtual printer's port as the bulk endpoints of a USB printer on the virtual bus."""

import contextlib
import errno
import socket
import threading

from kiosk.devices.virtual.usb_bus import PRINTER, Peripheral, trouble

VENDOR, PRODUCT, SERIAL = 0x04B8, 0x0E15, "TEST0001"
OUT, IN = 0x01, 0x82
_BESIDE = 0x83
_AGAIN = 0.005  # seconds: how soon a printer that is back is plugged in


class UsbPlug:
    """In the bus as long as the printer's port is open. `one_way`: no way back in its descriptors."""

    def __init__(self, bus, endpoint, one_way=False, kind=PRINTER):
        self._bus, self._endpoint = bus, endpoint
        ends = (OUT,) if one_way else (IN, OUT)
        self.peripheral = Peripheral(
            VENDOR, PRODUCT, ends, self._hear, serial=SERIAL, kind=kind, beside=_BESIDE
        )
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._carry, name="usb-plug", daemon=True)
        assert self._plug()
        self._thread.start()

    def stop(self):
        self._stop.set()
        self._pull()
        self._thread.join()

    def say(self, content):
        with self._bus.changed:
            self.peripheral.send(IN, content)
            self._bus.changed.notify_all()

    def _hear(self, endpoint, content):
        try:
            self._line.sendall(content)
        except OSError:
            self._bus.pull(self.peripheral)
            raise trouble(errno.ENODEV) from None

    def _carry(self):
        while not self._stop.is_set():
            if content := self._heard():
                self.say(content)
                continue
            self._pull()
            while not self._stop.wait(_AGAIN) and not self._plug():
                pass
        self._pull()

    def _heard(self):
        try:
            return self._line.recv(4096)
        except OSError:
            return b""

    def _plug(self):
        try:
            self._line = socket.create_connection(self._endpoint, timeout=5)
        except OSError:
            return False
        self._line.settimeout(None)
        self._bus.plug(self.peripheral)
        return True

    def _pull(self):
        self._bus.pull(self.peripheral)
        with contextlib.suppress(OSError):  # the printer may have been first
            self._line.shutdown(socket.SHUT_RDWR)
        if threading.current_thread() is self._thread:
            self._line.close()
