"""Archives of several members, and what else people pack."""
import gzip
import warnings
import zipfile

warnings.simplefilter("ignore")


def rows(*ids):
    return "Id,Created\n" + "".join(f"{i},2026-10-0{i}T10:00:00Z\n" for i in ids)


def archive(name, *members):
    with zipfile.ZipFile(name, "w") as made:
        for member, text in members:
            made.writestr(zipfile.ZipInfo(member), text)


archive("a.zip", ("dir/x.csv", rows(1)), ("x.csv", rows(2, 3)), ("y[1].csv", rows(4)), ("README.txt", "Hello"))
archive("one.zip", ("y.csv", rows(5)))
archive("twice.zip", ("x.csv", rows(6)), ("x.csv", rows(7)))
archive("empty.zip")
open("tickets[1].csv", "w").write(rows(8))
open("zip.gz", "wb").write(gzip.compress(open("one.zip", "rb").read(), mtime=0))
