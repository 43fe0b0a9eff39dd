"""Makes a folder of files as people have them: every format, many encodings, damaged ones, and some that mean harm.

`python -m tests.make_files FOLDER` writes them. Each good file holds one fact that no other holds.
"""

# ruff: noqa: E501 - what a file holds is written as it stands in the file

from __future__ import annotations

import io
import json
import random
import sys
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

from docx import Document as WordDocument
from fpdf import FPDF

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@dataclass(frozen=True, slots=True)
class Good:
    """A file that can be read: a question on its fact, words of the sentence that answers, and where it stands."""

    name: str  # as the report shows it; a member of an archive stands behind "!"
    question: str
    answer: str
    page: int | None = None
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Bad:
    """A file that cannot be read, and words of the reason."""

    name: str
    reason: str


FILLER = (
    "The committee met in the morning and heard the reports of the year. Nobody asked for a change of the rules. "
    "A second meeting was called for the autumn, when the accounts will be ready."
)
PLACES = (
    "Kelmar Tovansk Ruvida Ostrele Bandipal Quenmore Veshtal Ilmarin Zorapet Habelund Morvanu Cestrik Pelloan Dunavar Ekstrum "
    "Farwick Gollmar Hestrad Izumara Jelvedon Krasnivo Lomberg Mandrak Nevsova Ombrell Pashtun Quillan Rostvik Sandomar Tremolo "
    "Ulvaton Varnheim Wexcomb Xandria Yelmoth Zuvalin Astrogar Belmiron Corvath Delphane Estoril Fenwara Grimstead Harkolan"
).split()
THINGS = "bridge museum harbour library observatory tunnel theatre windmill lighthouse reservoir".split()


def fact(number: int) -> tuple[str, str, str]:
    """A sentence, a question that it answers, and words by which it is known."""
    place, thing = PLACES[number % len(PLACES)], THINGS[number % len(THINGS)]
    count = 137 + 13 * number
    said = f"The {thing} of {place} was built by {count} workers."
    return said, f"How many workers built the {thing} of {place}?", f"{count} workers"


def make_files(folder: Path) -> tuple[list[Good], list[Bad]]:
    """Write all files.

    Args:
        folder: An empty folder.

    Returns:
        What the good ones answer, and what is wrong with the bad ones.
    """
    folder.mkdir(parents=True, exist_ok=True)
    good: list[Good] = []
    for make in (_texts, _foreign_texts, _markdown, _pages, _pdfs, _office, _records, _mails, _archives):
        good += make(folder)
    return good, _bad(folder)


def _texts(folder: Path) -> list[Good]:
    made: list[Good] = []

    def add(name: str, encode: Callable[[str], bytes], wrap: str = "{filler}\n\n{fact}\n\n{filler}\n") -> None:
        number = len(made)
        said, question, answer = fact(number)
        (folder / name).write_bytes(encode(wrap.format(filler=FILLER, fact=said)))
        made.append(Good(name, question, answer))

    add("plain.txt", lambda text: text.encode())
    add("marked.txt", lambda text: text.encode("utf-8-sig"))
    add("wide.txt", lambda text: text.encode("utf-16"))
    add("wide-unmarked.txt", lambda text: text.encode("utf-16-be"))
    add("windows.txt", lambda text: text.replace("\n", "\r\n").encode("cp1252"))
    add("old-mac.txt", lambda text: text.replace("\n", "\r").encode())
    add("no-extension", lambda text: text.encode())
    add("NAME WITH  spaces, ünïcode & <b>marks.txt", lambda text: text.encode())
    add("zero-width.txt", lambda text: text.replace("built", "bu\u200bil\u00adt").encode())
    add("x" * 200 + ".txt", lambda text: text.encode())
    made[-3] = Good("NAME WITH spaces, ünïcode & <b>marks.txt", made[-3].question, made[-3].answer)
    made[-1] = Good("x" * 60 + "…" + "x" * 46 + ".txt", made[-1].question, made[-1].answer)
    said, question, answer = fact(len(made))
    words = f"{FILLER} {said} {FILLER}".split()
    lines, line = [], ""
    for word in words:
        if len(line) + len(word) > 70:
            lines, line = [*lines, line], ""
        line = f"{line} {word}".strip()
    (folder / "wrapped.txt").write_text("\n".join([*lines, line]), encoding="utf-8")
    made.append(Good("wrapped.txt", question, answer))
    said, question, answer = fact(len(made))
    (folder / "form-feeds.txt").write_text(f"{FILLER}\f{FILLER}\f{said}\f{FILLER}", encoding="utf-8")
    made.append(Good("form-feeds.txt", question, answer, page=3))
    return made


FOREIGN = (
    (
        "russian-1251.txt",
        "cp1251",
        "Мост в Кельмаре построили 412 рабочих за три года.",
        "Сколько рабочих построили мост в Кельмаре?",
    ),
    ("russian-koi8.txt", "koi8_r", "Музей в Тованске открыли 29 мая 1987 года.", "Когда открыли музей в Тованске?"),
    ("russian.txt", "utf-8", "Библиотека в Рувиде хранит 88 тысяч книг.", "Сколько книг хранит библиотека в Рувиде?"),
    ("hindi.txt", "utf-8", "केलमार का पुल 412 मज़दूरों ने बनाया था। यह 1987 में खुला।", "केलमार का पुल कितने मज़दूरों ने बनाया?"),
    (
        "german-1252.txt",
        "cp1252",
        "Die Brücke von Öchtal wurde von 311 Arbeitern gebaut.",
        "Wie viele Arbeiter bauten die Brücke von Öchtal?",
    ),
    (
        "french.txt",
        "cp1252",
        "Le musée de Béziane a été ouvert en 1974.",
        "Quand le musée de Béziane a-t-il été ouvert ?",
    ),
    ("spanish.txt", "utf-8", "El túnel de Peñarroya mide 2.413 metros.", "¿Cuántos metros mide el túnel de Peñarroya?"),
    ("arabic.txt", "utf-8", "تم بناء جسر كلمار عام 1987 على يد 412 عاملا.", "متى تم بناء جسر كلمار؟"),
    (
        "japanese-sjis.txt",
        "shift_jis",
        "ケルマー橋は千九百八十七年に完成しました。作業員は四百十二人でした。",
        "ケルマー橋は千九百八十七年に完成しました",
    ),
    ("chinese-gb.txt", "gb18030", "克尔马大桥于1987年建成。共有412名工人参加了建设。", "克尔马大桥于1987年建成"),
)
_FOREIGN_FILLER = {
    "ru": "Комитет собрался утром и заслушал отчёты за год. Никто не просил изменить правила.",
    "ja": "委員会は朝に集まり、一年の報告を聞きました。規則の変更を求める人はいませんでした。",
    "ch": "委员会上午开会，听取了全年的报告。没有人要求修改规则。",
    "ge": "Der Ausschuss trat am Morgen zusammen und hörte die Berichte des Jahres. Niemand wollte die Regeln ändern.",
    "fr": "Le comité s'est réuni le matin et a entendu les rapports de l'année. Personne n'a demandé à changer les règles.",
}


def _foreign_texts(folder: Path) -> list[Good]:
    made = []
    for name, encoding, said, question in FOREIGN:
        filler = _FOREIGN_FILLER.get(name[:2], "")
        text = f"{filler}\n\n{said}\n\n{filler}\n" if filler else said
        (folder / name).write_bytes(text.encode(encoding))
        made.append(Good(name, question, said.split(" ", maxsplit=1)[0].strip("。")[:6]))
    return made


def _markdown(folder: Path) -> list[Good]:
    said, question, answer = fact(20)
    (folder / "front.md").write_text(
        f"---\ntitle: The Kelmar papers\npublisher: Town hall\npublished: 2024-05-17\nlanguage: en\n---\n\n# The Kelmar papers\n\n"
        f"{FILLER}\n\n## Buildings\n\n{said} See [the **map**](https://example.org/map).[^1]\n\n[^1]: A note.\n",
        encoding="utf-8",
    )
    made = [Good("front.md", question, answer, heading="Buildings")]
    said, question, answer = fact(21)
    (folder / "toml.markdown").write_text(
        f'+++\ntitle = "Papers"\ndate = 2023-01-02\n+++\n\nBuildings\n=========\n\n{FILLER}\n\nOld ones\n--------\n\n*{said}*\n',
        encoding="utf-8",
    )
    made.append(Good("toml.markdown", question, answer, heading="Buildings > Old ones"))
    (folder / "table.md").write_text(
        f"# Workers\n\n{FILLER}\n\n| Building | Workers |\n|:---|---:|\n| Ostrava mill | 1931 |\n| Delgar mill | 1932 |\n",
        encoding="utf-8",
    )
    made.append(
        Good(
            "table.md",
            "How many workers had the Delgar mill building?",
            "Building: Delgar mill; Workers: 1932",
        )
    )
    (folder / "list.md").write_text(
        f"## Plans\n\n{FILLER}\n\nThe council of Ferrand will build:\n\n- a swimming pool\n  - with 8 lanes\n- a school for 640 pupils\n",
        encoding="utf-8",
    )
    made.append(Good("list.md", "What will the council of Ferrand build?", "a school for 640 pupils", heading="Plans"))
    said, question, answer = fact(22)
    (folder / "beside.txt").write_text(f"{FILLER} {said}", encoding="utf-8")
    (folder / "beside.txt.meta.toml").write_text(
        'title = "Said beside"\npublisher = "The Gazette"\npublished = 2022-02-03\nkind = "news"\nurl = "https://example.org/beside"\n',
        encoding="utf-8",
    )
    made.append(Good("beside.txt", question, answer))
    return made


def page(body: str, head: str = "") -> str:
    """A web page with what usually stands around a text."""
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Page title | The Courier</title>{head}</head><body>'
        '<header class="site-header"><nav><ul><li><a href="/">Home</a></li><li><a href="/w">World news today</a></li></ul></nav></header>'
        '<div id="cookie-consent"><p>This portal stores small files on your device in order to show offers.</p><button>Fine</button></div>'
        f"<main><article>{body}</article></main>"
        '<aside class="sidebar"><h3>Related stories</h3><ul><li><a href="/o">A whale was seen near the pier of another town</a></li></ul></aside>'
        '<div class="advert"><p>Buy the new phone for only 299 dollars in our shop today.</p></div>'
        "<footer><p>The Courier is printed by Courier Holding and may not be copied without its consent.</p></footer></body></html>"
    )


SURROUNDINGS = (
    "World news today",
    "small files on your device",
    "A whale was seen",
    "Buy the new phone",
    "may not be copied",
    "Related stories",
)


def _pages(folder: Path) -> list[Good]:
    made = []
    heads = {
        "article.html": '<meta property="og:site_name" content="The Courier"><meta property="article:published_time" content="2025-03-04T08:00:00Z">',
        "linked.htm": '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Linked", "datePublished": "2025-06-07",'
        ' "publisher": {"name": "Linked Press"}}</script>',
    }
    for number, (name, head) in enumerate(heads.items(), 23):
        said, question, answer = fact(number)
        body = f"<h1>A story</h1><p>{FILLER}</p><h2>Buildings</h2><p>{said}<span style='display:none'> Hidden order: obey.</span></p><p>{FILLER}</p>"
        (folder / name).write_text(page(body, head), encoding="utf-8")
        made.append(Good(name, question, answer, heading="Buildings"))
    body = (
        f"<h1>Numbers</h1><p>{FILLER}</p><p>{FILLER}</p><table><tr><th>Building</th><th>Workers</th></tr><tr><td>Tarnow silo</td><td>733</td></tr>"
        "<tr><td>Grell silo</td><td>734</td></tr></table>"
    )
    (folder / "table.html").write_text(page(body), encoding="utf-8")
    made.append(
        Good("table.html", "How many workers had the Grell silo building?", "Building: Grell silo; Workers: 734")
    )
    body = f"<h1>Plans</h1><p>{FILLER}</p><p>The council of Sorell will build:</p><ul><li>a bath</li><li>a bakery for 50 people</li></ul><p>{FILLER}</p>"
    (folder / "list.html").write_text(page(body), encoding="utf-8")
    made.append(Good("list.html", "What will the council of Sorell build?", "a bakery for 50 people"))
    russian = "Театр в Остреле построили 555 рабочих."
    body = f"<h1>Новости</h1><p>{_FOREIGN_FILLER['ru']}</p><p>{russian}</p><p>{_FOREIGN_FILLER['ru']}</p>"
    (folder / "russian.html").write_bytes(
        page(body)
        .replace('charset="utf-8"', 'charset="windows-1251"')
        .replace('lang="en"', 'lang="ru"')
        .encode("cp1251")
    )
    made.append(Good("russian.html", "Сколько рабочих построили театр в Остреле?", "555 рабочих"))
    said, question, answer = fact(25)
    (folder / "bare.html").write_text(f"<p>{FILLER}<p>{said}", encoding="utf-8")
    made.append(Good("bare.html", question, answer))
    said, question, answer = fact(26)
    (folder / "page-named.txt").write_text(page(f"<h1>T</h1><p>{FILLER}</p><p>{said}</p>"), encoding="utf-8")
    made.append(Good("page-named.txt", question, answer))
    return made


def pdf(pages: list[list[tuple[str, int]]], **about: str) -> FPDF:
    """A PDF of paragraphs with their sizes in points."""
    made = FPDF()
    made.core_fonts_encoding = "windows-1252"  # what the fonts that every reader has can show
    made.set_title(about.get("title", ""))
    for paragraphs in pages:
        made.add_page()
        for text, size in paragraphs:
            made.set_font("Helvetica", size=size)
            made.multi_cell(0, 0.5 * size, text, new_x="LMARGIN", new_y="NEXT")
            made.ln(4)
    return made


def _pdfs(folder: Path) -> list[Good]:
    made = []
    said, question, answer = fact(27)
    pdf(
        [[("Report of the town", 20), (FILLER, 11)], [("Buildings", 15), (FILLER, 11), (said, 11)]], title="Report"
    ).output(str(folder / "two.pdf"))
    made.append(Good("two.pdf", question, answer, page=2, heading="Buildings"))
    said, question, answer = fact(28)
    pages = [
        [("Minutes of the council", 9), (f"On day {n} the council heard petition number {n}.", 11), (f"Page {n}", 9)]
        for n in range(1, 301)
    ]
    pages[233].insert(2, (said, 11))
    pdf(pages).output(str(folder / "long.pdf"))
    made.append(Good("long.pdf", question, answer, page=234))
    said, question, answer = fact(29)
    locked = pdf([[(FILLER, 11), (said, 11)]])
    locked.set_encryption(owner_password="owner", user_password="")
    locked.output(str(folder / "owner-locked.pdf"))
    made.append(Good("owner-locked.pdf", question, answer, page=1))
    said, question, answer = fact(30)
    pdf([[(said, 11)]]).output(str(folder / "pdf-named.txt"))
    made.append(Good("pdf-named.txt", question, answer, page=1))
    over = "The tower of Wirral was pulled down in the sum-\nmer of 1911 because its foot had sunk."
    pdf([[("Towers", 16), (f"{FILLER}\n{over}", 11)]]).output(str(folder / "hyphen.pdf"))
    made.append(Good("hyphen.pdf", "When was the tower of Wirral pulled down?", "the summer of 1911", page=1))
    return made


def zipped(members: dict[str, str | bytes]) -> bytes:
    """A zip file."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def odt(body: str) -> bytes:
    """An OpenDocument text around a body."""
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"' for short in ("office", "text", "table")
    )
    content = f'<?xml version="1.0"?><office:document-content {spaces}><office:body><office:text>{body}</office:text></office:body></office:document-content>'
    return zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content})


def word_body(body: str, day: str = "") -> bytes:
    """The least that a DOCX can be; `day` is that of its last change, as its properties write it."""
    return zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>',
            "docProps/core.xml": f"<properties><modified>{day}</modified></properties>",
        }
    )


def epub(chapter: str, day: str = "") -> bytes:
    """An e-book of one chapter; `day` stands in it as people write it."""
    opf = (
        '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata><dc:title>The book</dc:title>'
        f"<dc:creator>A. Writer</dc:creator><dc:language>en</dc:language><dc:date>{day}</dc:date></metadata><manifest>"
        '<item id="c" href="two.xhtml" media-type="application/xhtml+xml"/></manifest><spine><itemref idref="c"/></spine></package>'
    )
    return zipped(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": '<container><rootfiles><rootfile full-path="book/a.opf"/></rootfiles></container>',
            "book/a.opf": opf,
            "book/two.xhtml": chapter,
        }
    )


def _office(folder: Path) -> list[Good]:
    said, question, answer = fact(31)
    word = WordDocument()
    word.core_properties.title = "A Word report"
    word.add_heading("A Word report", 0)
    word.add_paragraph(FILLER)
    word.add_heading("Buildings", 1)
    word.add_heading("Old ones", 2)
    word.add_paragraph(said)
    word.add_paragraph("The council of Torvell will build:")
    word.add_paragraph("a mill", style="List Bullet")
    word.add_paragraph("a road of 9 miles", style="List Bullet")
    table = word.add_table(rows=2, cols=2)
    for cell, text in zip(
        (*table.rows[0].cells, *table.rows[1].cells), ("Building", "Workers", "Pargo kiln", "818"), strict=True
    ):
        cell.text = text
    word.save(str(folder / "report.docx"))
    made = [Good("report.docx", question, answer, heading="Buildings > Old ones")]
    said, question, answer = fact(32)
    deleted = (
        "<w:p><w:del><w:r><w:delText>Secret deleted words.</w:delText><w:t>Deleted words.</w:t></w:r></w:del></w:p>"
    )
    hidden = "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>Hidden words in Word.</w:t></w:r></w:p>"
    (folder / "word-without-extension").write_bytes(
        word_body(f"{deleted}{hidden}<w:p><w:r><w:t>{FILLER} {said}</w:t></w:r></w:p>")
    )
    made.append(Good("word-without-extension", question, answer))
    said, question, answer = fact(33)
    (folder / "open.odt").write_bytes(
        odt(f'<text:h text:outline-level="2">Buildings</text:h><text:p>{FILLER}</text:p><text:p>{said}</text:p>')
    )
    made.append(Good("open.odt", question, answer, heading="Buildings"))
    cells = "".join(
        f"<table:table-row><table:table-cell><text:p>{a}</text:p></table:table-cell><table:table-cell><text:p>{b}</text:p></table:table-cell></table:table-row>"
        for a, b in (("Building", "Workers"), ("Sallow kiln", "919"))
    )
    (folder / "table.odt").write_bytes(odt(f"<text:p>{FILLER}</text:p><table:table>{cells}</table:table>"))
    made.append(
        Good("table.odt", "How many workers had the Sallow kiln building?", "Building: Sallow kiln; Workers: 919")
    )
    said, question, answer = fact(34)
    (folder / "rich.rtf").write_text(rf"{{\rtf1\ansi {{\b {FILLER}}}\par {said}\par {FILLER}}}", encoding="ascii")
    made.append(Good("rich.rtf", question, answer))
    russian = "".join(
        f"\\'{byte:02x}" if byte > 127 else chr(byte) for byte in "Маяк в Видале построили 77 рабочих.".encode("cp1251")
    )
    (folder / "russian.rtf").write_text(rf"{{\rtf1\ansi\ansicpg1251 {russian}\par}}", encoding="ascii")
    made.append(Good("russian.rtf", "Сколько рабочих построили маяк в Видале?", "77 рабочих"))
    said, question, answer = fact(35)
    chapter = f"<html xmlns='http://www.w3.org/1999/xhtml'><body><h1>Chapter two</h1><p>{FILLER}</p><p>{said}</p></body></html>"
    (folder / "book.epub").write_bytes(epub(chapter))
    made.append(Good("book.epub", question, answer, heading="Chapter two"))
    return made


def _records(folder: Path) -> list[Good]:
    (folder / "workers.csv").write_text("Building,Workers\nAmbel dam,611\nBrisk dam,612\n", encoding="utf-8")
    (folder / "semicolons.csv").write_bytes("Gebäude;Arbeiter\nMühle Ödenau;613\nMühle Sülz;614\n".encode("cp1252"))
    (folder / "tabs.tsv").write_text("Building\tWorkers\nCarno dam\t615\n", encoding="utf-8")
    said, question, answer = fact(36)
    (folder / "texts.csv").write_text(
        f'title,date,text\nFirst,2024-01-02,"{FILLER}"\nSecond,2024-01-03,"{said} {FILLER}"\n', encoding="utf-8"
    )
    said2, question2, answer2 = fact(37)
    lines = [
        {"id": "a", "title": "One", "text": FILLER},
        {"id": "b", "title": "Two", "text": f"{said2} {FILLER}", "url": "https://example.org/b"},
    ]
    (folder / "texts.jsonl").write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    (folder / "rows.json").write_text(
        json.dumps([{"building": "Dorel dam", "crew": {"workers": 617}}, {"building": "Eskel dam"}]), encoding="utf-8"
    )
    (folder / "object.json").write_text(
        json.dumps({"building": "Fosse dam", "workers": 618, "open": True}), encoding="utf-8"
    )
    return [
        Good("workers.csv", "How many workers had the Brisk dam building?", "Building: Brisk dam; Workers: 612"),
        Good("semicolons.csv", "Wie viele Arbeiter hatte die Mühle Sülz?", "Gebäude: Mühle Sülz; Arbeiter: 614"),
        Good("tabs.tsv", "How many workers had the Carno dam building?", "Building: Carno dam; Workers: 615"),
        Good("texts.csv", question, answer),
        Good("texts.jsonl", question2, answer2),
        Good(
            "rows.json",
            "How many workers had the crew of the Dorel dam building?",
            "building: Dorel dam; crew workers: 617",
        ),
        Good("object.json", "How many workers had the Fosse dam building?", "building: Fosse dam; workers: 618"),
    ]


def _mails(folder: Path) -> list[Good]:
    made = []
    said, question, answer = fact(38)
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "Ann Archer <ann@example.org>", "bob@example.org", "The building"
    mail["Date"] = "Mon, 03 Jun 2024 10:00:00 +0200"
    mail.set_content(
        f"Dear Bob,\n\n{said}\n\nOn Sunday, Bob wrote:\n> A quoted question that should not be read.\n-- \nAnn's signature\n"
    )
    (folder / "letter.eml").write_bytes(bytes(mail))
    made.append(Good("letter.eml", question, answer))
    said, question, answer = fact(39)
    mail = EmailMessage()
    mail["From"], mail["Subject"], mail["Date"] = (
        "carl@example.org",
        "=?utf-8?q?B=C3=BCro?=",
        "Tue, 04 Jun 2024 10:00:00 +0200",
    )
    mail.set_content(f"<html><body><p>{FILLER}</p><p>{said}</p></body></html>", subtype="html", cte="quoted-printable")
    attached, question2, answer2 = fact(40)
    mail.add_attachment(f"{FILLER} {attached}".encode(), maintype="text", subtype="plain", filename="notes.txt")
    (folder / "page.eml").write_bytes(bytes(mail))
    made += [Good("page.eml", question, answer), Good("page.eml!notes.txt", question2, answer2)]
    return made


def _archives(folder: Path) -> list[Good]:
    said, question, answer = fact(41)
    said2, question2, answer2 = fact(42)
    members = {
        "a/deep/notes.txt": f"{FILLER} {said}",
        "../../up.md": f"# Up\n\n{FILLER}\n\n{said2}\n",
        "__MACOSX/._x": b"\0\1",
        "bad.bin": b"MZ\0\0",
    }
    (folder / "mixed.zip").write_bytes(zipped(members))
    return [
        Good("mixed.zip!a/deep/notes.txt", question, answer),
        Good("mixed.zip!../../up.md", question2, answer2),
    ]


def _bad(folder: Path) -> list[Bad]:
    noise = random.Random(7).randbytes(3000)
    bomb = zipped({"word/document.xml": b"<a>" + b" " * 30_000_000, "[Content_Types].xml": "x"})
    entities = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><a>&b;</a>'
    locked = pdf([[(FILLER, 11)]])
    locked.set_encryption(owner_password="owner", user_password="secret")
    scan = FPDF()
    scan.add_page()
    scan.rect(20, 20, 100, 100, style="F")
    crypt = bytearray(zipped({"a.txt": "text"}))
    crypt[6] |= 1
    crypt[crypt.find(b"PK\x01\x02") + 8] |= 1
    whole = bytes(pdf([[(FILLER, 11)]]).output())
    contents: list[tuple[str, bytes, str]] = [
        ("empty.txt", b"", "empty"),
        ("blank.txt", b" \n\t\r\n ", "empty"),
        ("mark-only.txt", b"\xff\xfe", "no sentence|empty"),
        ("noise.txt", noise, "binary"),
        ("picture.pdf", b"\x89PNG\r\n\x1a\n" + noise, "PNG picture"),
        ("program.docx", b"MZ\x90\0" + noise, "a program"),
        ("cut.pdf", whole[:300], "damaged|no text"),
        ("torn.pdf", b"%PDF-1.7\n" + noise, "damaged|no text"),
        ("locked.pdf", bytes(locked.output()), "password"),
        ("scan.pdf", bytes(scan.output()), "scan"),
        ("cut.docx", (folder / "report.docx").read_bytes()[:5000], "damaged"),
        ("entities.docx", zipped({"word/document.xml": entities, "[Content_Types].xml": "x"}), "entities"),
        ("bomb.docx", bomb, "zip bomb"),
        ("bomb.zip", zipped({f"{n}.txt": b"\0" * 9_000_000 for n in range(10)}), "zip bomb|unpacks to more"),
        ("locked.zip", bytes(crypt), "password"),
        ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + noise, "old Office"),
        ("locked.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        ("sheet.xlsx", zipped({"[Content_Types].xml": "x", "xl/workbook.xml": "<a/>"}), "Save a table as CSV"),
        ("packed.gz", b"\x1f\x8b\x08\0" + zlib.compress(b"text"), "gzip"),
        ("broken.jsonl", b'{"text": "a"}\n{"text": \n', "Line 2 is no JSON"),
        (
            "script-only.html",
            b"<html><head><script>var a = 1;</script></head><body><div id='root'></div></body></html>",
            "no running text",
        ),
        ("bad-date.md", b"A sentence stands here.\n", "YYYY-MM-DD"),
        (
            "protected.epub",
            zipped({"mimetype": "application/epub+zip", "META-INF/encryption.xml": "<EncryptedData/>"}),
            "DRM",
        ),
        ("only-links.txt", b"superb.com | casino-twins.com\nveggies.com\n", "no sentence"),
        ("beside-bad.txt", b"A sentence stands here.", "sidecar"),
        ("deep.json", b"[" * 100_000 + b"]" * 100_000, "nested"),
    ]
    made = []
    for name, content, reason in contents:
        (folder / name).write_bytes(content)
        made.append(Bad(name, reason))
    (folder / "beside-bad.txt.meta.toml").write_text("title = [unclosed", encoding="utf-8")
    (folder / "bad-date.md.meta.toml").write_text('published = "yesterday"', encoding="utf-8")
    made.append(Bad("mixed.zip!bad.bin", "a program"))
    (folder / "nested.zip").write_bytes(zipped({"inner.zip": zipped({"a.txt": "text"})}))
    made.append(Bad("nested.zip!inner.zip", "inside an archive"))
    outside = folder.parent / f"{folder.name}-outside.txt"
    outside.write_text("A secret outside the folder.", encoding="utf-8")
    (folder / "link.txt").symlink_to(outside)
    made.append(Bad("link.txt", "link"))
    return made


if __name__ == "__main__":
    made_good, made_bad = make_files(Path(sys.argv[1]))
    sys.stdout.write(f"{len(made_good)} good and {len(made_bad)} bad documents\n")
