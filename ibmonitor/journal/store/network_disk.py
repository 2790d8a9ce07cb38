"""Whether a folder is on another computer: SQLite's WAL needs memory that all of a file's processes share."""

from __future__ import annotations

import re
import sys
from pathlib import Path

_ACROSS_NETWORKS = frozenset(
    {
        *("9p", "afpfs", "afs", "auristorfs", "beegfs", "ceph", "cifs", "coda", "davfs", "davfs2", "glusterfs", "gfs2"),
        *("gpfs", "lustre", "ncpfs", "nfs", "nfs3", "nfs4", "ocfs2", "orangefs", "pvfs2", "smb2", "smb3", "smbfs"),
        *("vboxsf", "webdav"),
    }
)
"""As Linux names them. The folder of a virtual machine's host is no better than a network."""
_IN_USER_SPACE = re.compile(
    r"fuse\.(sshfs|rclone|s3fs|gcsfuse|glusterfs|davfs2?|gvfsd-fuse|smbnetfs|curlftpfs|.*drive.*)"
)


def network_file_system(folder: Path) -> str:
    """The kind of the network disk that an existing folder is on, "" for one in this computer or an unknown one."""
    try:
        return _network_file_system(folder)
    except (OSError, ValueError, AttributeError):
        return ""


if sys.platform == "win32":
    import ctypes

    _DRIVE_REMOTE = 4

    def _network_file_system(folder: Path) -> str:
        drive = folder.resolve().drive
        if is_unc(drive):
            return "network share"
        is_remote = ctypes.windll.kernel32.GetDriveTypeW(f"{drive}\\") == _DRIVE_REMOTE
        return "network drive" if is_remote else ""

elif sys.platform == "darwin":
    import ctypes
    import os

    _MNT_LOCAL = 0x1000
    # Of <sys/mount.h> with 64-bit inodes: where the flags and the name are in `struct statfs`.
    _FLAGS, _NAME, _NAME_LENGTH, _LENGTH = 64, 72, 16, 4096

    def _network_file_system(folder: Path) -> str:
        library = ctypes.CDLL(None, use_errno=True)
        # On Intel the plain name is that of an older layout.
        statfs = getattr(library, "statfs$INODE64", None) or library.statfs
        found = ctypes.create_string_buffer(_LENGTH)
        if statfs(os.fsencode(folder), found):
            return ""
        flags = int.from_bytes(found.raw[_FLAGS : _FLAGS + 4], sys.byteorder)
        name = found.raw[_NAME : _NAME + _NAME_LENGTH].split(b"\0")[0].decode(errors="replace")
        return "" if flags & _MNT_LOCAL else name or "network disk"

else:

    def _network_file_system(folder: Path) -> str:
        mounts = Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="surrogateescape")
        return network_mount(folder.resolve(), mounts)


def is_unc(drive: str) -> bool:
    r"""Whether a drive as `pathlib` splits it off is a share: `\\server\share`, also with the prefix `\\?\UNC`."""
    plain = drive.replace("/", "\\")
    if plain.startswith(("\\\\?\\", "\\\\.\\")):
        return plain[4:].upper().startswith("UNC\\")
    return plain.startswith("\\\\")


def network_mount(folder: Path, mounts: str) -> str:
    """The kind of the network disk in which an absolute folder is, by the text of Linux's `mountinfo`; otherwise ""."""
    kind, length = "", -1
    for line in mounts.splitlines():
        fields, _, rest = line.partition(" - ")
        point = Path(re.sub(r"\\([0-7]{3})", lambda code: chr(int(code[1], 8)), fields.split(" ")[4]))
        # Of two at one place the later one covers the earlier.
        if folder.is_relative_to(point) and len(point.parts) >= length:
            kind, length = rest.split(" ")[0], len(point.parts)
    is_network = kind in _ACROSS_NETWORKS or _IN_USER_SPACE.fullmatch(kind)
    return kind if is_network else ""
