"""Bytes to frames: TWS's 4-byte big-endian length, then that many bytes. No I/O, no knowledge of what is in a frame."""

from __future__ import annotations

from struct import Struct

MAX_FRAME_LENGTH = 2**24 - 1
"""ibapi's own bound (`ibapi.const.MAX_MSG_LEN`), in bytes."""

LENGTH_PREFIX = 4
_length_at = Struct(">I").unpack_from


class FrameTooLongError(Exception):
    """A length prefix above `MAX_FRAME_LENGTH`: where the next frame starts cannot be known."""

    def __init__(self, length: int) -> None:
        super().__init__(f"a frame of {length} bytes was announced")
        self.length = length


class FrameBuffer:
    """Collects received bytes and returns whole frames, oldest first.

    Each byte is copied a bounded number of times whatever the sizes of chunks and frames, so that the cost stays
    linear: what is received later joins the rest only once both hold the frame that is waited for. It is kept in one
    array, because a frame of 16 MiB that arrives byte by byte would take twenty times its size as a list of chunks.
    """

    def __init__(self) -> None:
        self._buffer = b""
        self._at = 0
        self._later = bytearray()

    @property
    def backlog(self) -> int:
        """Bytes received and not yet returned."""
        return len(self._buffer) - self._at + len(self._later)

    def feed(self, data: bytes) -> None:
        """Add received bytes, cut anywhere."""
        self._later += data

    def next_frame(self) -> bytes | None:
        """Remove and return the oldest frame, without its prefix; `None` if more bytes are needed.

        Raises `FrameTooLongError`, after which the buffer cannot be used.
        """
        buffer, body = self._buffer, self._at + LENGTH_PREFIX
        if body <= len(buffer):
            (length,) = _length_at(buffer, self._at)
            if length > MAX_FRAME_LENGTH:
                raise FrameTooLongError(length)
            end = body + length
            if end <= len(buffer):
                self._at = end
                return buffer[body:end]
            if self.backlog < LENGTH_PREFIX + length:
                return None
        elif self.backlog < LENGTH_PREFIX:
            return None
        self._join()
        return self.next_frame()

    def _join(self) -> None:
        self._buffer = self._buffer[self._at :] + self._later
        self._at = 0
        self._later = bytearray()
