"""Chromium, headless and without a network, driven as a reader drives it: real keys, real clicks, pictures.

It is spoken to by the Chrome DevTools Protocol over a pair of pipes, for which the standard library is enough.
"""

from __future__ import annotations

import base64
import json
import os
import select
import shutil
import subprocess
import tempfile
import time
from itertools import count
from pathlib import Path
from typing import Any

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None)
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync",
    "--no-first-run", "--hide-scrollbars", "--host-resolver-rules=MAP * ~NOTFOUND",
    "--remote-debugging-pipe", "about:blank",
)  # fmt: skip
CODES = {"Tab": 9, "Enter": 13, "Escape": 27, " ": 32, "ArrowUp": 38, "ArrowDown": 40, "Backspace": 8}


class Browser:
    """One page in a browser of its own; use it in a `with`."""

    def __init__(self, width: int = 1400, height: int = 900) -> None:
        self.profile = tempfile.mkdtemp(prefix="newslab-chromium-")
        theirs_in, self.out = os.pipe()
        self.into, theirs_out = os.pipe()

        def pipes() -> None:  # the browser reads from 3 and writes to 4
            kept = os.dup(theirs_in), os.dup(theirs_out)
            for fd, number in zip(kept, (3, 4), strict=True):
                os.dup2(fd, number)
                os.set_inheritable(number, True)

        self.process = subprocess.Popen(
            [str(CHROMIUM), *FLAGS, f"--user-data-dir={self.profile}", f"--window-size={width},{height}"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, close_fds=False, preexec_fn=pipes,
        )  # fmt: skip
        os.close(theirs_in)
        os.close(theirs_out)
        self.number, self.rest, self.session = count(1), b"", ""
        self.events: list[dict[str, Any]] = []
        targets = self.call("Target.getTargets")["targetInfos"]
        target = next(info["targetId"] for info in targets if info["type"] == "page")
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(f"{domain}.enable")
        self.call("Network.emulateNetworkConditions", offline=True, latency=0, downloadThroughput=0, uploadThroughput=0)

    def __enter__(self) -> Browser:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self.out)
        os.close(self.into)
        shutil.rmtree(self.profile, ignore_errors=True)

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        """One command of the protocol and its answer; what happens meanwhile is added to `events`."""
        number = next(self.number)
        session = {"sessionId": self.session} if self.session else {}
        message = json.dumps({"id": number, "method": method, "params": params, **session}).encode() + b"\0"
        while message:
            message = message[os.write(self.out, message) :]
        while True:
            answer = self._message()
            if answer.get("id") == number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                return answer["result"]
            self.events.append(answer)

    def _message(self) -> dict[str, Any]:
        parts = [self.rest]
        while b"\0" not in parts[-1]:
            if not select.select([self.into], [], [], 60)[0]:
                raise TimeoutError("Chromium has said nothing for a minute.")
            parts.append(os.read(self.into, 1 << 20))
            if not parts[-1]:
                raise EOFError("Chromium has ended.")
        message, self.rest = b"".join(parts).split(b"\0", 1)
        return json.loads(message)

    def open(self, path: Path, address: str = "") -> None:
        """Load a file, at an address (`#…`) in it, anew."""
        self.call("Page.navigate", url="about:blank")
        self.call("Page.navigate", url=path.resolve().as_uri() + address)
        self.until("document.readyState === 'complete'")

    def js(self, code: str) -> Any:
        """The value of an expression in the page."""
        found = self.call("Runtime.evaluate", expression=code, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in found:
            raise RuntimeError(found["exceptionDetails"].get("exception", {}).get("description", str(found)))
        return found["result"].get("value")

    def until(self, code: str, seconds: float = 90) -> None:
        """Wait until an expression is true."""
        end = time.monotonic() + seconds
        while not self.js(f"!!({code})"):
            assert time.monotonic() < end, f"never: {code}"
            time.sleep(0.01)

    def press(self, *keys: str, shift: bool = False) -> None:
        """Press and release keys: a name of `CODES`, or one character."""
        for key in keys:
            code = CODES.get(key) or ord(key.upper())
            text = "\r" if key == "Enter" else key if len(key) == 1 else ""
            more = {"key": key, "windowsVirtualKeyCode": code, "modifiers": 8 * shift}
            self.call("Input.dispatchKeyEvent", type="keyDown" if text else "rawKeyDown", text=text, **more)
            self.call("Input.dispatchKeyEvent", type="keyUp", **more)

    def size(self, width: int, height: int = 900) -> None:
        """Set the size of the page."""
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def look(self, scheme: str = "light", media: str = "screen") -> None:
        """Prefer a colour scheme (`light`, `dark`); as on the `screen` or in `print`."""
        wish = [{"name": "prefers-color-scheme", "value": scheme}]
        self.call("Emulation.setEmulatedMedia", media=media, features=wish)

    def picture(self, path: Path, *, whole: bool = True, limit: int = 6000) -> Path:
        """Write a PNG of the window, or of the whole page down to a limit."""
        more: dict[str, Any] = {}
        if whole:
            size = self.call("Page.getLayoutMetrics")["cssContentSize"]
            clip = {"x": 0, "y": 0, "width": size["width"], "height": min(size["height"], limit), "scale": 1}
            more = {"captureBeyondViewport": True, "clip": clip}
        path.write_bytes(base64.b64decode(self.call("Page.captureScreenshot", format="png", **more)["data"]))
        return path

    def wrong(self) -> list[str]:
        """What went wrong since the start: exceptions, errors in the log, breaches of the policy."""
        thrown = [e["params"]["exceptionDetails"] for e in self.events if e["method"] == "Runtime.exceptionThrown"]
        entries = [e["params"]["entry"] for e in self.events if e["method"] == "Log.entryAdded"]
        return [e["text"] for e in thrown] + [entry["text"] for entry in entries if entry["level"] == "error"]

    def asked(self) -> list[str]:
        """The addresses that were asked for, except of files and blank pages."""
        sent = [e["params"]["request"]["url"] for e in self.events if e["method"] == "Network.requestWillBeSent"]
        return [url for url in sent if not url.startswith(("file:", "about:", "data:", "blob:"))]
