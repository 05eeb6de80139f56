"""The archive of what was received, as WARC (ISO 28500): the only module that knows warcio.

One gzip file a run, open while the run goes on (`….warc.gz.open`), renamed when it ends, with how
it ended in a `metadata` record. A recording is the same, uncompressed. Every record is written at
once and whole, so that a killed run loses at most the record it was writing.
"""

from __future__ import annotations

import fcntl
import filecmp
import hashlib
import shutil
import threading
import zlib
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePath
from typing import Any

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from scraper.errors import UsageError

OPEN = ".open"
_NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
_IDENTICAL = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
_WHICH_FILE, _WHICH_OFFSET = "WARC-Refers-To-Filename", "WARC-Refers-To-File-Offset"
"""Where in the archive a content stands: names that the IIPC's proposal for duplicates gave."""
_GZIP = 16 + zlib.MAX_WBITS
_GZIP_MARK = b"\x1f\x8b"
_RECORD_END = b"\r\n\r\n"  # ISO 28500, 4
_CHUNK = 1 << 20
_LEVEL = 3  # level 9, warcio's own, costs five times the time for a tenth less


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the archive a content stands: file and offset, its address and when it was had."""

    file: str
    offset: int
    url: str
    fetched_at: str


@dataclass(frozen=True, slots=True)
class Stored:
    """One answer as it was received: raw body, as sent after any chunking was taken off.

    `elsewhere` is where the body stands, when an earlier answer had the same one.
    """

    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    fetched_at: str
    file: str
    offset: int
    elsewhere: Place | None = None


class Archive:
    """Writes answers into one WARC file. Safe to call from several threads."""

    def __init__(self, path: Path, info: dict[str, str], started_at: str) -> None:
        """Begin a file; `.gz` in its name asks for compression.

        Raises `UsageError` when the file cannot be made.
        """
        self.name = path.name.removesuffix(OPEN)
        self._final = path.with_name(self.name)
        self._gzip = self.name.endswith(".gz")
        self._path = path
        self._lock = threading.Lock()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._out = path.open("wb", buffering=0)
            fcntl.flock(self._out, fcntl.LOCK_EX)
        except OSError as fault:
            raise UsageError(f"cannot write {path}: {fault.strerror}") from fault
        writer, out = _writer()
        record = writer.create_warcinfo_record(self.name, info)
        record.rec_headers.replace_header("WARC-Date", started_at)
        writer.write_record(record)
        self._append(out)

    def write(
        self,
        url: str,
        status: str,
        headers: list[tuple[str, str]],
        body: bytes,
        fetched_at: str,
        elsewhere: Place | None = None,
    ) -> int:
        """Write one answer; give its offset in the file.

        A body that stands `elsewhere` already is not written again (ISO 28500, 6.7).
        """
        writer, out = _writer()
        http = StatusAndHeaders(status, headers, protocol="HTTP/1.1")
        about = {"WARC-Date": fetched_at}
        kind = "response"
        if status.startswith("304"):
            kind = "revisit"
            about["WARC-Profile"] = _NOT_MODIFIED
        elif elsewhere is not None:
            kind = "revisit"
            about |= {
                "WARC-Profile": _IDENTICAL,
                "WARC-Payload-Digest": f"sha256:{hashlib.sha256(body).hexdigest()}",
                "WARC-Refers-To-Target-URI": elsewhere.url,
                "WARC-Refers-To-Date": elsewhere.fetched_at,
                _WHICH_FILE: elsewhere.file,
                _WHICH_OFFSET: str(elsewhere.offset),
            }
            body = b""
        record = writer.create_warc_record(
            url,
            kind,
            payload=BytesIO(body),
            length=len(body),
            http_headers=http,
            warc_headers_dict=about,
        )
        writer.write_record(record)
        return self._append(out)

    def close(self, ended: dict[str, str]) -> None:
        """End the file with how its run ended, and give it its final name."""
        self._append(_ending(ended))
        self._out.close()
        if self._path != self._final:
            self._path.rename(self._final)

    def abandon(self) -> None:
        """Close the file as it is, for a later run to go on from."""
        self._out.close()

    def _append(self, out: BytesIO) -> int:
        data = _packed(out) if self._gzip else out.getvalue()
        with self._lock:
            offset = self._out.tell()
            self._write_whole(data)
            return offset

    def _write_whole(self, data: bytes) -> None:
        view = memoryview(data)
        while view:
            written = self._out.write(view)
            view = view[written:]


def _writer() -> tuple[Any, BytesIO]:
    out = BytesIO()
    return WARCWriter(out, gzip=False, warc_version="1.1"), out


def _packed(out: BytesIO) -> bytes:
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, _GZIP)
    return packer.compress(out.getvalue()) + packer.flush()


def _ending(ended: dict[str, str]) -> BytesIO:
    """Make the record that says how a run ended (ISO 28500, 6.6, `metadata`)."""
    writer, out = _writer()
    fields = "".join(f"{name}: {value}\r\n" for name, value in ended.items()).encode()
    writer.write_record(
        writer.create_warc_record(
            None,
            "metadata",
            payload=BytesIO(fields),
            length=len(fields),
            warc_content_type="application/warc-fields",
        )
    )
    return out


class Recording:
    """Answers of WARC files, found by address. The latest answer to an address counts.

    A later 304 lets the whole answer count again that it speaks of, whatever came between.
    `info` is what the first file says of itself, `ended` how the run of the last one ended: empty
    when it was killed.
    """

    def __init__(self, folder: Path, files: list[str], night: frozenset[str] | None = None) -> None:
        """Index files. Raises `UsageError` for what is no WARC file.

        With `night`, some of the files, an address is answered only if one of these tells of it:
        what was down that night is not there.
        """
        self.folder = folder
        self.files = files
        self.info: dict[str, str] = {}
        self.ended: dict[str, str] = {}
        self._places: dict[str, tuple[str, int]] = {}
        self._whole: dict[str, dict[str, tuple[str, int]]] = {}  # by address and validator
        self._told: set[str] = set()
        for file in files:
            self._index(file, told=night is not None and file in night)
        if night is not None:
            self._places = {url: self._places[url] for url in self._places if url in self._told}

    def _index(self, file: str, *, told: bool) -> None:
        path = self.folder / file
        self.ended = {}
        try:
            with path.open("rb") as source:
                records = ArchiveIterator(source)
                for record in records:
                    kind, headers = record.rec_type, record.rec_headers
                    if kind == "warcinfo" and not self.info:
                        self.info = _fields(record.content_stream().read())
                    elif kind == "metadata":
                        self.ended = _fields(record.content_stream().read())
                    records.read_to_end(record)
                    url, place = headers.get_header("WARC-Target-URI"), None
                    if headers.get_header("WARC-Profile") == _NOT_MODIFIED:
                        place = self._confirmed(url, record.http_headers)
                    elif kind in ("response", "revisit") and _is_final(record.http_headers):
                        place = (file, records.get_record_offset())
                        if record.http_headers.get_statuscode() == "200":
                            mark = _validator(record.http_headers)
                            self._whole.setdefault(url, {})[mark] = place
                    if place is not None:
                        self._places[url] = place
                        if told:
                            self._told.add(url)
        except (ArchiveLoadFailed, OSError, EOFError, zlib.error) as fault:
            raise UsageError(f"{path} is not a whole WARC file: {fault}") from fault

    def _confirmed(self, url: str, headers: Any) -> tuple[str, int] | None:
        """Give the answer that a 304 says still stands: the one it names, else the latest whole."""
        whole = self._whole.get(url, {})
        return whole.get(_validator(headers)) or next(reversed(whole.values()), None)

    def choose(self, url: str, file: str, offset: int) -> None:
        """Let the answer at a place be the one that counts for an address."""
        self._places[url] = (file, offset)

    def __contains__(self, url: str) -> bool:
        return url in self._places

    def __len__(self) -> int:
        return len(self._places)

    def addresses(self) -> list[str]:
        """Give every address that is answered here."""
        return list(self._places)

    def lookup(self, url: str) -> Stored | None:
        """Give the answer to an address, if it is here."""
        place = self._places.get(url)
        return read_stored(self.folder, *place) if place else None


def whole_recording(path: Path) -> Recording:
    """Open a recording that is to be replayed. Raises `UsageError` for one that is cut off."""
    if not path.is_file():
        raise UsageError(f"there is no recording at {path}")
    size = path.stat().st_size
    with path.open("rb") as file:
        packed = file.read(2) == _GZIP_MARK
        file.seek(max(0, size - len(_RECORD_END)))
        end = file.read()
    if size == 0 or (_last_whole_member(path) != size if packed else end != _RECORD_END):
        raise UsageError(f"{path} is not a whole WARC file: it is empty or cut off")
    return Recording(path.parent, [path.name])


def keep_recording(path: Path, folder: Path) -> None:
    """Put a recording that is replayed into the archive, where what is read of it is looked up.

    Raises `UsageError` when another one of its name is there.
    """
    place = folder / path.name
    if place.exists():
        if not filecmp.cmp(path, place, shallow=False):
            raise UsageError(f"{place} is another recording; rename {path}, or move that one away")
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, place)
    except OSError as fault:
        raise UsageError(f"cannot write {place}: {fault.strerror}") from fault


def read_stored(folder: Path, file: str, offset: int) -> Stored | None:
    """Give the answer that stands at a place in the archive; None when it is not there."""
    try:
        with (folder / file).open("rb") as source:
            source.seek(offset)
            for record in ArchiveIterator(source):
                if record.http_headers is None:
                    return None
                body, elsewhere = record.raw_stream.read(), _elsewhere(record.rec_headers)
                if elsewhere is not None:
                    first = read_stored(folder, elsewhere.file, elsewhere.offset)
                    if first is None:
                        return None
                    body = first.body
                return Stored(
                    url=record.rec_headers.get_header("WARC-Target-URI"),
                    status=int(record.http_headers.get_statuscode()),
                    headers=tuple(record.http_headers.headers),
                    body=body,
                    fetched_at=record.rec_headers.get_header("WARC-Date"),
                    file=file,
                    offset=offset,
                    elsewhere=elsewhere,
                )
    except (OSError, ArchiveLoadFailed, EOFError, zlib.error):
        return None
    return None


def _elsewhere(headers: Any) -> Place | None:
    """Give where the body of a record stands, when it is not in the record itself."""
    offset = headers.get_header(_WHICH_OFFSET) or ""
    if headers.get_header("WARC-Profile") != _IDENTICAL or not offset.isdecimal():
        return None
    return Place(
        file=PurePath(headers.get_header(_WHICH_FILE) or "").name,
        offset=int(offset),
        url=headers.get_header("WARC-Refers-To-Target-URI") or "",
        fetched_at=headers.get_header("WARC-Refers-To-Date") or "",
    )


def _validator(headers: Any) -> str:
    """Give what tells an answer of an address from another one: ETag, else Last-Modified."""
    return str(headers.get_header("ETag") or headers.get_header("Last-Modified") or "")


def _is_final(headers: Any) -> bool:
    """Say whether an answer is the source's last word, not one to ask again after."""
    status = headers.get_statuscode() if headers else ""
    return status != "429" and not status.startswith("5")


def free_name(folder: Path, started_at: str) -> Path:
    """Give a name for a run's file that no other file has: two runs may begin in one second."""
    stamp = started_at.replace("-", "").replace(":", "")
    for suffix in ("", *(f"-{number:03}" for number in range(2, 1000))):
        name = f"katalog-{stamp}{suffix}.warc.gz"
        if not (folder / name).exists() and not (folder / f"{name}{OPEN}").exists():
            return folder / f"{name}{OPEN}"
    raise UsageError(f"{folder} holds a thousand files of {started_at}; is the clock right?")


def run_files(folder: Path) -> list[str]:
    """Give the archive's finished files, oldest first."""
    names = (path.name for path in folder.glob("*.warc.gz"))
    return sorted(names, key=lambda name: name.removesuffix(".warc.gz"))


def unfinished_files(folder: Path) -> list[Path]:
    """Give the files that a killed run left open, oldest first; not those being written to."""
    return [path for path in sorted(folder.glob(f"*.warc.gz{OPEN}")) if not _is_held(path)]


def _is_held(path: Path) -> bool:
    """Say whether a run that is at work holds a file."""
    try:
        with path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    return False


def mend(path: Path, ended: dict[str, str] | None = None) -> Recording:
    """Cut a torn tail off a file that was left open, end it, and give what it holds.

    `ended` is how its run ended, when that is known. A file with nothing whole in it is removed.
    """
    whole = _last_whole_member(path)
    if whole == 0:
        path.unlink()
        return Recording(path.parent, [])
    with path.open("r+b") as file:
        file.truncate(whole)
        if ended:
            file.seek(whole)
            file.write(_packed(_ending(ended)))
    final = path.with_name(path.name.removesuffix(OPEN))
    path.rename(final)
    return Recording(path.parent, [final.name])


def _last_whole_member(path: Path) -> int:
    """Give where the last whole gzip member ends: each record is a member of its own."""
    whole = at = 0
    packer = zlib.decompressobj(_GZIP)
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                while chunk:
                    packer.decompress(chunk)
                    at += len(chunk) - len(packer.unused_data)
                    chunk = packer.unused_data
                    if packer.eof:
                        whole, packer = at, zlib.decompressobj(_GZIP)
    except zlib.error:
        pass
    return whole


def _fields(body: bytes) -> dict[str, str]:
    lines = body.decode("utf-8", errors="replace").splitlines()
    return {
        name: value.strip() for name, _, value in (line.partition(":") for line in lines) if value
    }
