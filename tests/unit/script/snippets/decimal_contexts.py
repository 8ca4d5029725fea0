from decimal import (Context, Decimal, DivisionByZero, InvalidOperation, Overflow, ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, getcontext,
                     localcontext, setcontext)

with localcontext() as ctx:
    ctx.prec = 6
    print(Decimal(1) / Decimal(3), Decimal(2) / 3, Decimal('123456789') + 1, -Decimal('1.23456789'), ctx.prec)
    with localcontext() as inner:
        inner.prec = 3
        inner.rounding = ROUND_UP
        print(Decimal(1) / 3, Decimal('9.991') * 1, inner.rounding)
    print(Decimal(1) / 3)
print(Decimal(1) / Decimal(3))
with localcontext(prec=5, rounding=ROUND_DOWN) as ctx:
    print(Decimal(2) / Decimal(3), Decimal(2).sqrt(), Decimal(3) ** 20, Decimal(7) // 2, Decimal('7.5') % 2)
    try:
        Decimal(10 ** 9).quantize(Decimal('0.01'))
    except InvalidOperation:
        print('InvalidOperation')
try:
    with localcontext() as ctx:
        ctx.prec = 2
        raise KeyError
except KeyError:
    print(getcontext().prec)
c = Context(prec=3, rounding=ROUND_DOWN)
print(c.divide(Decimal(2), Decimal(3)), c.create_decimal('1.23956'), c.add(Decimal(1), Decimal('0.005')), c.power(Decimal(2), 10), c.prec)
print(Decimal('2.675').quantize(Decimal('0.01'), context=Context(rounding=ROUND_HALF_UP)), Decimal('1.15').quantize(Decimal('0.1'), ROUND_UP))
setcontext(c)
print(Decimal(2) / Decimal(3), getcontext().rounding)
getcontext().prec = 50
print(Decimal(1) / Decimal(7))
for wrong in (lambda: Decimal(1) / 0, lambda: Decimal('1E999999') * 10, lambda: Decimal(0) / 0):
    try:
        wrong()
    except (DivisionByZero, Overflow, InvalidOperation) as e:
        print(type(e).__name__)
print(Decimal('1E-999999') / Decimal('1E+100'))
