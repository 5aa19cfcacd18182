"""Times the reading of articles of several lengths in one process, after its start, and measures its memory.

`python bench/reading.py`: a table in Markdown. Each length is read in a process of its own: the graph is
loaded, one other article is read first so that words and places are in memory, then the article is read
some times over. The first article of a process is timed as well. Seconds are those of the processor, so that other
work on the machine does not count. Articles are made of invented sentences in
the manner of such news.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys

LENGTHS = (100, 500, 2_000, 5_000)
SENTENCES = (
    "Wakil Wali Kota Semarang {a} bertemu dengan Wali Kota Brisbane {b} di Balai Kota pada Selasa (10/3).",
    "Kedua kota menjajaki kerja sama di bidang pengelolaan air minum, transportasi publik, serta pendidikan.",
    '"Kami ingin belajar dari Brisbane tentang pengelolaan sampah," kata {a} dalam keterangan tertulis.',
    "KBRI Canberra siap memfasilitasi pertemuan bisnis dan kunjungan dinas antara Semarang dan Brisbane.",
    "Hubungan kota kembar Semarang dan Brisbane terjalin sejak 1993 dan diperbarui pada 12 Mei 2019.",
    "Menurut {b}, warga kedua kota sudah lama saling mengenal melalui pertukaran pelajar dan pertunjukan seni.",
)
_CHILD = """
import json, statistics, sys, time
from pathlib import Path
from cityties.facts.intake import shipped
from cityties.reading.article import article_of
from cityties.reading.reading import read
text, runs = Path("/dev/stdin").read_text(), int(sys.argv[1])
store = shipped()
article = article_of(text.encode(), "article", published="2026-03-11")
def timed():
    begin = time.process_time()
    draft = read(article, store)
    return time.process_time() - begin, len(draft.facts)
first, facts = timed()
times = [timed()[0] for _ in range(runs)]
status = Path("/proc/self/status").read_text()  # getrusage would tell the peak of the parent as well
peak = int(status.partition("VmHWM:")[2].split()[0]) / 1024
print(json.dumps({"first": first, "median": statistics.median(times), "facts": facts, "peak": peak}))
"""


def write_article(words: int) -> str:
    """Make an article of about so many words."""
    people = ("Ratri Hadiwinoto", "Graeme Tollison", "Sekar Wiratama", "Alan Purbridge")
    lines = ["Semarang dan Brisbane Bertemu Lagi", ""]
    number = count = 0
    while count < words:
        line = SENTENCES[number % len(SENTENCES)].format(a=people[number % 2 * 2], b=people[number % 2 * 2 + 1])
        lines.append(line)
        count += len(line.split())
        number += 1
    return "\n".join(lines) + "\n"


def main() -> None:
    """Read articles of several lengths, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    print("| words | facts | first reading s | next ones s | peak MiB |\n|---:|---:|---:|---:|---:|")
    for words in LENGTHS:
        done = subprocess.run(
            [sys.executable, "-c", _CHILD, str(options.runs)],
            input=write_article(words),
            capture_output=True,
            text=True,
            check=True,
        )
        told = json.loads(done.stdout)
        print(f"| {words:,} | {told['facts']} | {told['first']:.2f} | {told['median']:.2f} | {told['peak']:.0f} |")


if __name__ == "__main__":
    main()
