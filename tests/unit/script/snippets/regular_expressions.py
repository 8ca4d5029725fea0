import re
def show(pattern, text, flags=0):
    try: m = re.search(pattern, text, flags)
    except re.error as e: print(repr(pattern), "error:", e); return
    print(repr(pattern), m and (m.span(), m.group(), m.groups(), m.groupdict()))
for p, t in [(r"a+", "caaat"), (r"a+?", "caaat"), (r"a{2}", "caaat"), (r"a{,2}", "aaa"), (r"a{2,}?b", "aaab"), (r"(a|ab)(c|bcd)(d*)", "abcd"),
             (r"(\w+)\s(\w+)", "hello wörld"), (r"(?P<y>\d{4})-(?P<m>\d\d)", "on 2024-05-06"), (r"(?P<q>['\"]).*?(?P=q)", "say \"it's\" ok"),
             (r"(\w)\1", "abccd"), (r"^b", "a\nb"), (r"(?m)^b$", "a\nb\nc"), (r"a$", "a\n"), (r"a\Z", "a\n"), (r"\bfoo\b", "a foo."), (r"\Boo", "foo"),
             (r"(?i)STRASSE É", "Strasse é"), (r"(?s)a.b", "a\nb"), (r"a.b", "a\nb"), (r"foo(?=bar)", "foobar"), (r"foo(?!bar)", "foobar foobaz"),
             (r"(?<=\$)\d+", "cost $42"), (r"(?<!\$)\b\d+", "$42 17"), (r"(?:ab)+", "ababa"), (r"[^\W\d_]+", "12_éa"), (r"[a-c\]-]+", "xx]a-b"),
             (r"[]a]+", "]a"), (r"(a*)*", "aab"), (r"(a*)+?b", "aab"), (r"(?:a|(b))*", "aba"), (r"(a)?b\1?", "b"), (r"(a)?(?(1)b|c)", "c"),
             (r"(?=(a+))a*b\1", "baaabac"), (r"(?>a+)ab", "aaab"), (r"a++b", "aaab"), (r"x*", "aaa"), (r"(?x) a b # c", "ab"), (r"(?i:A)b", "ab aB"),
             (r"\x41\u00e9\t", "Aé\t"), (r"[\d-]+", "1-2"), (r"a{x}", "a{x}"), (r"a|b|", "c"), (r"(?#no)a", "a"), (r"😀+.", "x😀😀é"),
             (r"(?i)[é-ö]", "É"), (r"(?a)\w+", "éa"), (r"((a)|b)+", "ab"), (r"(?<=a|b)c", "bc"), (r"(?<=ab{2})c", "abbc"), (r"^(?:(\d+)|(\w+))$", "abc"),
             (r"(?:(?:a{1,2}){2,3}?){2}", "aaaaaaaaa"), (r"\0a", "\0a"), (r"[\b]", "\b"), (r"(?m)(?i)A$", "a\nb")]: show(p, t)
for p in ["(", ")", "[a", "*a", "a**", "(?P<n>a)(?P<n>b)", "(?P=x)", r"\2", "(?<=a+)b", "[z-a]", "a{3,1}", "\\", r"\q", "(?z)", "(?P<1>a)", "(?<a", "a(?i)b", "(?P<n", r"(\1)"]: show(p, "")
print(re.findall(r"\d+", "1 22 333"), re.findall(r"(\w)(\d)?", "a1b"), re.findall(r"(x)|y", "xy"), re.findall(r"a*", "baac"), re.findall(r"\b|\w+", "ab cd"))
print([(m.start(), m.end(), m[0]) for m in re.finditer(r"\w+", "one two")])
print(re.sub(r"(\w+) (\w+)", r"\2 \1", "hello world"), re.sub(r"(?P<a>.)", r"[\g<a>\g<1>\g<0>]", "xy"), re.sub("a", lambda m: m.group().upper() + str(m.start()), "banana"), re.sub("a", "b", "aaa", count=2), re.subn("x*", "-", "abxd"), re.sub(r"(a)|b", r"<\1>", "ab"), re.sub("a", r"\\n\n", "a"))
print(re.split(r"\s*,\s*", "a , b,c"), re.split(r"(-)", "a-b-c"), re.split(r"x*", "axbc"), re.split(",", "a,b,c", maxsplit=1), re.escape("a.b*c é[1]-_"))
p = re.compile(r"(?P<k>\w+)=(?P<v>\w*)", re.I | re.M); m = p.match("Key=")
print(m, p, p.pattern, p.groups, dict(p.groupindex), m["k"], m["v"], m[1], m.group("k", 2), m.span("v"), m.string, bool(m), p.fullmatch("a=b c"), p.fullmatch("a=b").group(), p.match(" a=b"), p.search(" a=b").start("v"), m.re is p) if False else print(m, p.pattern, p.groups, dict(p.groupindex), m["k"], m["v"], m[1], m.group("k", 2), m.span("v"), m.string, bool(m), p.fullmatch("a=b c"), p.fullmatch("a=b").group(), p.match(" a=b"), p.search(" a=b").start("v"), m.re is p)
print(p.sub(lambda m: m["v"], "a=1 b=2"), p.findall("a=1 b=2"), [x.groupdict() for x in p.finditer("a=1")], p.split("x a=1 y"), re.compile(p) is p, re.match("(a)|(b)", "b").groups(""), re.match("(a)|(b)", "b").span(1))
for bad in (lambda: m.group(9), lambda: m["zz"], lambda: re.sub("a", r"\1", "a"), lambda: re.sub("a", r"\g<q>", "a"), lambda: re.sub("a", r"\q", "a")):
    try: bad()
    except (IndexError, re.error) as e: print(type(e).__name__, e)
print(re.sub(r"(?<!^)(?=[A-Z])", "_", "camelCaseName").lower(), re.sub(r"[^a-z0-9]+", "-", "Hello, World!".lower()).strip("-"), re.IGNORECASE == re.I, isinstance(p, re.Pattern), len(re.findall("a", "a" * 5000)), re.match(r"(?:a|b)*c", "ab" * 5000 + "c").end())
