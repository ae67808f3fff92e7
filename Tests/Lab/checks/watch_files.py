"""A watch whose disk is full: a diagnostic, nothing lost, and the watch goes on."""

import contextlib
import json
import subprocess

from watching import FOLDER, Watch, expect


def full(peer):
    """The disk is full from before an outage until it lasts for a while."""
    disk = FOLDER / "disk"
    disk.mkdir(exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", disk], check=True)
    try:
        with Watch("full", {peer.id: peer.provider}, folder=disk) as watch:
            filler = disk / "filler"
            with contextlib.suppress(OSError), open(filler, "wb", buffering=0) as file:
                while True:
                    file.write(b"\0" * 4096)
            with contextlib.suppress(OSError), open(filler, "ab", buffering=0) as file:
                while True:
                    file.write(b"\0")
            (rounds,) = (watch.site / "content/rounds").glob("*.ndjson")
            # The last page of the file still has room, which empty lines take; they mean nothing.
            with open(rounds, "ab") as file:
                file.write(b"\n" * (-rounds.stat().st_size % 4096))
            expect(watch.wait(lambda: "[cannot-write]" in watch.errors.read_text()), "that it is full is reported")
            before = rounds.read_bytes()
            expect(before.endswith(b"\n") and all(json.loads(line) for line in before.splitlines() if line), "no line is half there")
            peer.mode.write_text("stall")
            expect(watch.process.poll() is None, "the watch goes on")
            filler.unlink()
            opened = watch.wait(lambda: len(watch.incidents()) == 1)
            expect(opened and rounds.read_bytes().startswith(before), "with room, rounds go on where they were, and the outage is found")
            peer.mode.write_text("fine")
            expect(watch.wait(lambda: watch.incidents()[0]["state"] == "resolved"), "and its end")
            watch.process.terminate()
            code = watch.process.wait(30)
            expect(code == 1, f"errors end it with exit code 1 ({code})")
            watch.process = subprocess.Popen(["true"])
            watch.process.wait()
    finally:
        subprocess.run(["umount", disk], check=False)
