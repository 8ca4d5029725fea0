from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

d = datetime(2024, 2, 29, 13, 4, 5, 678900)
print(d, repr(d), d.date(), d.time(), repr(d.time()), d.weekday(), d.isoweekday(), tuple(d.isocalendar()), d.toordinal(), d.ctime())
print(d.strftime("%Y-%m-%d %H:%M:%S.%f %y %j %a %A %b %B %p %I %U %W %u %w %G %V %% %D %R %F %T %e %c %x %X"))
for spec in ("auto", "hours", "minutes", "seconds", "milliseconds", "microseconds"):
    print(d.isoformat(timespec=spec), d.isoformat(" ", spec))
print(d.replace(year=2023, day=1), d.replace(tzinfo=UTC), d.min, datetime.max, date.min, date.max)
cases = [
    ("2024-01-02 03:04:05", "%Y-%m-%d %H:%M:%S"), ("2024-01-02T03:04:05.6Z", "%Y-%m-%dT%H:%M:%S.%f%z"), ("02/01/24", "%d/%m/%y"), ("Mar 5 2020 1:02 PM", "%b %d %Y %I:%M %p"),
    ("2020 366", "%Y %j"), ("12 AM", "%I %p"), ("Friday, december 3 1999", "%A, %B %d %Y"), ("20240102030405", "%Y%m%d%H%M%S"), ("2024-01-02 +0530", "%Y-%m-%d %z"), ("1/2/70", "%m/%d/%y"),
    ("x", "%Y"), ("2024-01-02x", "%Y-%m-%d"), ("2024-13-01", "%Y-%m-%d"), ("100%", "100%%"), ("2024-01-02   5", "%Y-%m-%d %H"),
]
for text, pattern in cases:
    try:
        print(repr(datetime.strptime(text, pattern)))
    except ValueError as error:
        print(error)
for text in ("2024-01-02", "2024-01-02T03:04", "20240102T030405", "2024-01-02 03:04:05.123456+05:30", "2024-01-02T03:04:05Z", "2024-1-2", "2024-01-02T25:00", "2024-01-02T03:04:05,5"):
    try:
        print(repr(datetime.fromisoformat(text)))
    except ValueError as error:
        print("ValueError")
deltas = [timedelta(), timedelta(days=1), timedelta(hours=-1), timedelta(days=-1, seconds=3, microseconds=5), timedelta(weeks=2, minutes=1.5), timedelta(milliseconds=1500), timedelta(days=0.5), timedelta(microseconds=0.6)]
for a in deltas:
    print(repr(a), a, a.days, a.seconds, a.microseconds, a.total_seconds(), -a, abs(a), a * 3, 2 * a, a * 1.5, a / 2, a // 7, bool(a), a / 0.3)
    for b in deltas[1:]:
        print(a + b, a - b, a / b, a // b, a % b, divmod(a, b), a < b, a == b)
print(len({timedelta(hours=24), timedelta(days=1)}), {timedelta(1): "x"}[timedelta(hours=24)], sum([timedelta(1), timedelta(2)], timedelta()))
for bad in (lambda: timedelta(1) / 0, lambda: timedelta(1) // timedelta(), lambda: datetime(2023, 2, 29), lambda: datetime(2023, 13, 1), lambda: time(24), lambda: date(0, 1, 1), lambda: timezone(timedelta(days=1)), lambda: datetime.max + timedelta(1), lambda: d < d.replace(tzinfo=UTC), lambda: d - d.replace(tzinfo=UTC)):
    try:
        print(bad())
    except Exception as error:
        print(type(error).__name__, error)
zone = timezone(timedelta(hours=5, minutes=30))
west = timezone(timedelta(hours=-3), "BRT")
print(zone, repr(zone), west, repr(west), timezone.utc, repr(UTC), zone == timezone(timedelta(minutes=330)), zone.utcoffset(None), west.tzname(None), isinstance(zone, tzinfo))
aware = datetime(2024, 1, 2, 3, 4, tzinfo=zone)
print(aware, repr(aware), aware.astimezone(UTC), aware.utcoffset(), aware.tzname(), aware.timestamp(), aware == datetime(2024, 1, 1, 21, 34, tzinfo=UTC), hash(aware) == hash(aware.astimezone(UTC)), aware.strftime("%z %Z"))
print(aware - datetime(2024, 1, 1, tzinfo=UTC), datetime(2024, 3, 1) - timedelta(days=1), date(2024, 3, 1) - date(2023, 3, 1), date(2024, 1, 31) + timedelta(days=1, hours=23), date(2024, 1, 31) - timedelta(hours=1))
t = time(1, 2, 3, 4)
print(t, repr(t), time(5), repr(time(5, tzinfo=UTC)), t.isoformat("minutes"), t.replace(hour=7), time.fromisoformat("23:59:59.5"), t < time(2), t == time(1, 2, 3, 4), time.min, time.max, t.strftime("%H-%M"), f"{t:%S}")
print(datetime.combine(date(2024, 5, 6), t), datetime.combine(date(2024, 5, 6), time(1), UTC), datetime.fromtimestamp(1700000000.25, UTC), datetime.fromordinal(738000), date.fromordinal(738000))
print(isinstance(d, date), isinstance(d.date(), datetime), type(t).__name__, d == d.date(), date(2024, 2, 29) in [d.date()], sorted([date(2024, 1, 2), date(2023, 1, 1)]))
print(f"{d:%d.%m.%Y}", "{:%H:%M}".format(d), str(date(999, 1, 1)), date(2024, 12, 30).isocalendar()[0:2], d.timetz())
