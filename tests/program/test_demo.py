"""``packmark demo``: the whole main job, judged from outside by what it leaves in its folder."""

import json
import subprocess
import sys
from pathlib import Path

import zxingcpp
from PIL import Image


def run_demo(folder: Path, labels: int) -> dict[str, object]:
    command = [sys.executable, "-m", "desktop", "demo", "--out", str(folder), "--json"]
    command += ["--labels", str(labels)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    answer = json.loads(done.stdout)
    assert isinstance(answer, dict)
    return answer


def test_every_label_of_the_demo_is_printed_read_back_and_on_disk(tmp_path: Path) -> None:
    answer = run_demo(tmp_path / "out", 30)
    assert answer["codes_imported"] == 11_100
    assert answer["labels_printed"] == 30
    assert answer["labels_read_back"] == 30
    assert answer["mismatches"] == 0
    assert answer["unknown"] == 0
    assert Path(str(answer["database"])).is_file()
    assert Path(str(answer["report"])).read_bytes().startswith(b"%PDF")
    pictures = sorted((tmp_path / "out" / "labels").glob("*.png"))
    assert len(pictures) == 30
    read = []
    for picture in pictures:
        with Image.open(picture) as image:
            found = zxingcpp.read_barcode(image.convert("L"))
        assert found is not None
        read.append(found.text)
    # The file names carry what the database says; the pixels say the same, and no code comes twice.
    assert read == [picture.stem.split("-")[1] for picture in pictures]
    assert len(set(read)) == 30
    stream = (tmp_path / "out" / "stream.zpl").read_bytes()
    assert stream.count(b"^XF") == 30
    assert all(code.encode() in stream for code in read)


def test_the_demo_never_writes_into_a_folder_with_files(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("keep", encoding="utf-8")
    command = [sys.executable, "-m", "desktop", "--lang", "en", "demo", "--out", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 2
    assert "is not empty" in done.stderr
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["mine.txt"]
