s = "The quick brown fox"
print(s.upper(), s.lower(), s.title(), s.swapcase(), s.capitalize(), "straße".upper(), "ÄÖ".lower())
print(s.split(), s.split("q"), s.split(" ", 1), s.rsplit(" ", 1), " a  b ".split(), "a,b,,c".split(","), "".split(), "".split(","))
print(s.find("q"), s.find("z"), s.rfind("o"), s.index("b"), s.count("o"), s.startswith("The"), s.endswith(("x", "y")), "abab".replace("ab", "c", 1))
print("  x ".strip() + "|", "xxaxx".strip("x"), "  a".lstrip(), "a  ".rstrip() + "|", "abc".removeprefix("a"), "abc".removesuffix("c"))
print("a".ljust(3, "-"), "a".rjust(3), "a".center(4, "*"), "ab".center(5, "*"), "-7".zfill(4), "a\tb".expandtabs(4))
print("a-b-c".partition("-"), "a-b-c".rpartition("-"), "abc".partition("x"), "a\nb\r\nc".splitlines(), "a\nb\n".splitlines(True))
print("abc".isalpha(), "12".isdigit(), "a1".isalnum(), " ".isspace(), "AB".isupper(), "ab".islower(), "a_1".isidentifier(), "".isalpha())
print("héllo"[1], "héllo"[::-1], len("héllo"), "日本語"[1:], "日本" in "日本語", "héllo".find("l"), "héllo".encode(), b"h\xc3\xa9".decode())
print(repr("it's"), repr('a"b'), repr("a'b\"c"), repr("\n\t\\\x00\x7f"), repr("é\u200b\U0001f600"), ascii("é"))
print("a" "b" 'c', r"\n", """tri
ple""", "\x41\u0042\103", b"\x00\xff" + rb"\n", "con\
tinued")
name, width, value = "n", 8, 3.14159
print(f"{name!r:>{width}}|{value:{width}.{2}f}|{{}}|{name + 'x'}|{value=:.1f}|{'nested ' + f'{name}'}|{[i for i in range(3)]}|{ {'a': 1}['a'] }")
print("{} {}".format(1, 2), "{1} {0}".format(1, 2), "{a.real} {b[0]} {c[k]}".format(a=1, b=[2], c={"k": 3}) if False else "", "{:>5}|{:<5}|{!r}".format(1, 2, "x"), "{{}}".format())
print("b" < "a", "a" < "b", "abc" < "abd", "a" * 3, 3 * "ab", "x" in "xyz", "abc"[-1], "abc"[1:], "abc"[:-1], "abcdef"[::2], "abc"[5:])
print(",".join(str(i) for i in range(3)), "abc".translate(str.maketrans("ab", "xy")), str(b"x"), bytes([65, 66]), bytes.fromhex("0aff").hex())
print("a%sb" % "X", "%s" % None, "%5s|%-5s|" % ("a", "b"), str.upper("x"), list(map(str.strip, [" a ", "b "])))
