from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal, DivisionByZero, InvalidOperation, getcontext

texts = ["0", "1", "-1", "1.50", "0.000001", "0.0000001", "1E+3", "1e-10", "123456789.987654321", "-0", "0.00", "12345678901234567890123456789012", " 7 ", "1_000.5"]
values = [Decimal(t) for t in texts]
for v in values:
    print(repr(v), str(v), bool(v), v.adjusted(), v.normalize(), -v, abs(v), +v)
for a in values:
    for b in values:
        row = [a + b, a - b, a * b, a == b, a < b, a >= b]
        try:
            row.append(a / b)
        except (DivisionByZero, InvalidOperation) as error:
            row.append(error)
        try:
            row += [a // b, a % b]
        except (DivisionByZero, InvalidOperation) as error:
            row.append(error)
        print(*row)
print(Decimal("1") / Decimal("3"), Decimal(2) / 3, 1 / Decimal("7"), 10 - Decimal("0.1"), Decimal("2") ** 10, Decimal("1.1") ** 3, Decimal(2) ** -2)
print(Decimal(0.1), Decimal(1.5), Decimal(-3), Decimal(10**30), Decimal((1, (3, 1, 4), -2)))
for price in ("2.675", "2.665", "1.005", "-2.675", "9.995"):
    d = Decimal(price)
    print(d.quantize(Decimal("0.01")), d.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP), d.quantize(Decimal("1."), ROUND_DOWN), round(d, 2), round(d), int(d), float(d))
try:
    Decimal("abc")
except InvalidOperation as error:
    print(type(error).__name__, error)
try:
    Decimal(1) + 1.5
except TypeError:
    print("no float")
try:
    Decimal("1e30").quantize(Decimal("0.01"))
except InvalidOperation as error:
    print(error)
print(Decimal("1.0") == 1, Decimal("0.5") == 0.5, Decimal("0.1") == 0.1, Decimal("1.5") > 1, 2 > Decimal("1.5"))
print({Decimal("1.0"): "a", Decimal("2"): "b"}[1], {1: "x"}[Decimal("1")], len({Decimal("1"), Decimal("1.0"), 1, 1.0}))
print(sum([Decimal("0.1")] * 3), sum([Decimal("0.1")] * 3) == Decimal("0.3"), max(Decimal("1"), Decimal("3")), sorted([Decimal("2"), Decimal("-1")]))
print(f"{Decimal('1234567.891'):.2f}", f"{Decimal('1234567.891'):,.1f}", f"{Decimal('0.5'):.0%}", f"{Decimal('3'):>8}", f"{Decimal('3.14159'):08.3f}", f"{Decimal('-2.5'):+}", f"{Decimal('12345'):.2e}", "%s" % Decimal("1.10"))
print(Decimal("NaN"), Decimal("-Infinity"), Decimal("Infinity") > 5, Decimal("NaN") == Decimal("NaN"), Decimal("inf").is_infinite())
print(Decimal("2").sqrt(), Decimal("16").sqrt(), Decimal("0.25").sqrt(), Decimal("2") ** Decimal("0.5"))
print(Decimal("3.14").as_tuple(), getcontext().prec, isinstance(Decimal("1"), Decimal), type(Decimal(1)).__name__)
print(Decimal("9" * 28) + Decimal("0.5"), Decimal("1E+50") + 1, Decimal("1E-50") + 1, divmod(Decimal("7.5"), 2), Decimal("-7.5") // 2, Decimal("-7.5") % 2)
print(Decimal("1.23").to_integral_value(), Decimal("100").normalize(), Decimal("1.5").compare(Decimal(2)), Decimal("5").is_signed())
