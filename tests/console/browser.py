"""A real browser: Chromium, driven over WebDriver. It never leaves the machine."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from shutil import which
from typing import Any

from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

DESKTOP, PHONE = (1280, 900), (390, 844)
_QUIET = (
    "--headless",
    "--no-sandbox",  # as root there is none
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--no-proxy-server",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    "--hide-scrollbars",
)
_LEAVING = (StaleElementReferenceException,)  # what was found went with the page that is just being left
_AXE = files("axe_playwright_python").joinpath("axe.min.js")
_LOOK = """
axe.run(document, {resultTypes: ["violations"]}).then(arguments[0], e => arguments[0]({error: String(e)}))
"""


class Browser:
    def __init__(self, url: str, profile: Path) -> None:
        self._url = url
        options = webdriver.ChromeOptions()
        options.binary_location = _there("chromium", "chromium-browser")
        options.accept_insecure_certs = True  # the platform's authority is its own
        for flag in (*_QUIET, f"--user-data-dir={profile}"):
            options.add_argument(flag)
        self.driver = webdriver.Chrome(options, Service(_there("chromedriver")))
        self.driver.set_page_load_timeout(60)
        self.driver.set_script_timeout(60)

    def __enter__(self) -> Browser:
        return self

    def __exit__(self, *error: object) -> None:
        self.driver.quit()

    def open(self, path: str, size: tuple[int, int] = DESKTOP) -> None:
        """A window of exactly that many pixels inside, narrower than a desktop's may be as well."""
        metrics = {"width": size[0], "height": size[1], "deviceScaleFactor": 1, "mobile": size == PHONE}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        self.driver.get(self._url + path)

    def sign_in(self, name: str, password: str) -> None:
        self.open("/sign-in")
        self.type("name", name)
        self.type("password", password)
        self.press("登录")
        self.until(lambda: not self.driver.current_url.endswith("/sign-in"))

    def type(self, field: str, text: str) -> None:
        self.driver.find_element(By.NAME, field).send_keys(text)

    def press(self, button: str) -> None:
        self.driver.find_element(By.XPATH, f"//button[normalize-space()='{button}']").click()

    @property
    def text(self) -> str:
        return str(self.driver.find_element(By.TAG_NAME, "body").text)

    def asks(self, script: str) -> Any:
        return self.driver.execute_script(f"return {script}")

    def until(self, happened: Callable[[], Any], seconds: float = 60) -> None:
        WebDriverWait(self.driver, seconds, 0.1, _LEAVING).until(lambda driver: happened())

    def says(self, text: str) -> None:
        self.until(lambda: text in self.text)

    def complaints(self) -> list[str]:
        """What the browser itself found wrong: scripts that failed, contents that the policy forbids."""
        return [entry["message"] for entry in self.driver.get_log("browser") if entry["level"] == "SEVERE"]

    def violations(self) -> list[str]:
        """Serious and critical ones of axe-core, with the places where they are."""
        self.driver.execute_script(_AXE.read_text("utf-8"))
        found = self.driver.execute_async_script(_LOOK)
        assert "violations" in found, json.dumps(found)[:300]
        return [
            f"{rule['id']}: {node['target']}"
            for rule in found["violations"]
            if rule["impact"] in ("serious", "critical")
            for node in rule["nodes"]
        ]

    def picture(self, path: Path, *, whole: bool = True) -> None:
        if whole:
            height = self.asks("document.documentElement.scrollHeight")
            width = self.asks("window.innerWidth")
            metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
            self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        self.driver.save_screenshot(str(path))


def _there(*names: str) -> str:
    found = next((path for name in names if (path := which(name))), None)
    assert found, f"none of {', '.join(names)} is installed"
    return found
