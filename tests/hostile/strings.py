"""Texts that break careless programs: each has to come back as it went in, and none may ever be carried out."""

from collections.abc import Mapping

# What a script of such a text would do if it ran: `document.title` and a dialogue are what the browser test listens to.
_SCRIPT = "document.title='run';window.wasRun=true;alert(1)"

# Each has at most 80 characters, the shortest limit of a text (a participant's name), unless its name says “long”.
HOSTILE: Mapping[str, str] = {
    "script": f"<script>{_SCRIPT}</script>",
    "script-end": f"</script><script>{_SCRIPT}</script>"[:80],
    "image": "<img src=x onerror=window.wasRun=1;alert(1)>",
    "svg": "<svg/onload=window.wasRun=1;alert(1)>",
    "attribute": '" autofocus onfocus="window.wasRun=1;alert(1)" x="',
    "apostrophe": "' onmouseover='window.wasRun=1' x='",
    "frame": "<iframe srcdoc='<script>parent.wasRun=1</script>'>",
    "comment": "<!--><style>*{display:none}</style>",
    "style": "</style><style>body{display:none!important}</style>",
    "css": "red;}*{display:none}a{background:url(//e.example/)",
    "scheme": "javascript:window.wasRun=1;alert(1)",
    "data": "data:text/html,<script>alert(1)</script>",
    "link": "https://e.example/%2e%2e/?a=1&b=2#<b>",
    "template": "{{ constructor.constructor('wasRun=1')() }} {% now %}",
    "django": "{% include 'x' %}{{ settings.SECRET_KEY }}{# gone #}",
    "format": "%s %n {0} {0.__class__} $1 ${wasRun=1} #{1} \\1",
    "entities": "&lt;b&gt; &amp;amp; &#x41; &nbsp;",
    "sql": "'; DROP TABLE maps_map; -- \" OR 1=1",
    "formula": '=HYPERLINK("http://e.example",A1)',
    "formula-plus": "+1+cmd|' /C calc'!A0",
    "formula-minus": "-2+3",
    "formula-at": "@SUM(1+1)*9",
    "json": '{"t":"edit"}],"__proto__":{"admin":true}',
    "prototype": "__proto__",
    "constructor": "constructor",
    "path": "../../../../etc/passwd\\..\\",
    "header": "a: b%0d%0aSet-Cookie: x=1",
    "word": "W" * 80,
    "right-to-left": "مراجعة الكود عبر الفريق",
    "override": "\u202eabc\u202c \u2066def\u2069 \u200fghi\u200e",
    "emoji": "👩🏽‍💻👨‍👩‍👧‍👦🏴󠁧󠁢󠁥󠁮󠁧󠁿🇪🇸❤️‍🔥1️⃣",
    "marks": "Z̷̢̛͙̻̈́͒͝a̵̧̛͎͚̔͌l̶̡̛̫̜̈́͝g̷̢̛̱̈́͝o̴̡̠̔",
    "composed": "é\u0065\u0301 Å\u212b ﬁ ǆ İı ß ẞ",
    "homoglyphs": "Соdе rеviеw Ｃｏｄｅ",
    "invisible": "a\u200b\u200c\u200d\u2060\ufeff\u00ad\u180e\u3164b",
    "scripts": "代码审查 コードレビュー 코드 รีวิวโค้ด कोड समीक्षा",
    "astral": "𝒞𝑜𝒹𝑒 𠜎𠜱 𐍈 \U0010fffd",
    "noncharacters": "a\ufffeb\uffff\U0001fffec\ufdd0",
    "null-words": "null",
    "undefined": "undefined NaN Infinity None true 0 [object Object]",
}
# Control characters other than NUL; names of people and titles are one line, so these go into texts of the map alone.
CONTROLS = "".join(map(chr, (*range(1, 9), 11, 12, *range(14, 32), 127, *range(128, 160)))) + "a\u2028b\u2029c\td"
LINES = "one\ntwo\r\nthree\rfour\n\n\nlast"
LONG_WORD = "Donaudampfschifffahrt" * 476
LONG_NAME = "W" * 200
# Half a surrogate pair can only be written as an escape.
HALVES = ("\\ud800", "\\udc00", "a\\ud83db", "\\udc00\\ud800")
