"""Write the published schema of label designs anew, after their classes changed."""

from pathlib import Path

from desktop.labels.schema import PUBLISHED, dump_schema


def main() -> None:
    path = Path(__file__).parents[2] / "resources" / PUBLISHED
    path.write_text(dump_schema(), encoding="utf-8")
    print(path)


if __name__ == "__main__":
    main()
