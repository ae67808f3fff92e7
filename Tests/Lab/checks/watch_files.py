"""A watch whose files, providers and disk change below it: a diagnostic, nothing lost, and the watch goes on."""

import contextlib
import json
import subprocess

from watching import FOLDER, Watch, expect


def edited(gone, broken):
    """A provider is removed while it is down, and the file of another's incident is edited wrongly."""
    with Watch("edited", {peer.id: peer.provider for peer in (gone, broken)}) as watch:
        for peer in (gone, broken):
            peer.mode.write_text("stall")
        expect(watch.wait(lambda: len(watch.incidents()) == 2), "two incidents")
        (watch.site / f"content/providers/{gone.id}.md").unlink()
        file = watch.incidents(broken.id)[0]["file"]
        good = file.read_text()
        file.write_text(good.replace("---\n", "", 1))
        # The end comes while the file cannot be edited.
        broken.mode.write_text("fine")
        said = lambda rule: [line for line in watch.errors.read_text().splitlines() if f"[{rule}]" in line]
        expect(watch.wait(lambda: said("no-such-provider") and said("broken-incident")), "both are reported")
        watch.rounds(3)
        expect(f"content/incidents/{file.name}:1:1: error: " in said("broken-incident")[0], f"with the place: {said('broken-incident')[0]}")
        expect(len(said("broken-incident")) == 1 and len(said("no-such-provider")) == 1, "once each")
        expect(file.read_text() == good.replace("---\n", "", 1), "what a person wrote stays")
        expect(watch.incidents(gone.id)[0]["state"] == "open", "nobody knows how the incident of the removed one ends")
        file.write_text(good + "\nMein Text.\n")
        resolved = watch.wait(lambda: watch.incidents(broken.id)[0]["state"] == "resolved")
        stages = [update["stage"] for update in watch.incidents(broken.id)[0]["updates"]]
        expect(resolved and stages == ["opened", "resolved"], f"once it is corrected, nothing is missing: {stages}")
        expect(file.read_text().endswith("\nMein Text.\n"), "and the text is still there")
        watch.process.terminate()
        code = watch.process.wait(30)
        expect(code == 1, f"errors end it with exit code 1 ({code})")
        watch.process = subprocess.Popen(["true"])
        watch.process.wait()


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
