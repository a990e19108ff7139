"""Ed25519 signatures over the tag manifest of a record, as OpenSSL and as OpenSSH check them."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from award_opt.errors import CheckError, Finding, InputError
from award_opt.files import MEBIBYTE, fault, os_fault
from award_opt.record.bag import SIGNATURES, TAG_MANIFEST

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

PUBLIC, PEM = f"{SIGNATURES}signer.pub", f"{SIGNATURES}signer.pem"
RAW, SSH = f"{SIGNATURES}{TAG_MANIFEST}.ed25519", f"{SIGNATURES}{TAG_MANIFEST}.sig"
FILES: Final = (PUBLIC, PEM, RAW, SSH)
NAMESPACE = b"award-opt"
KIND, HASH, MAGIC = b"ssh-ed25519", b"sha512", b"SSHSIG"
WIDTH, LENGTH = 70, 64  # characters of a line, bytes of a signature


def sign(manifest: bytes, key: Path) -> dict[str, bytes]:
    """The signature files of a tag manifest; ``key`` is an Ed25519 key as OpenSSH or PEM file.

    Raises
    ------
    InputError
        The key cannot be read, is of another kind, or is protected by a passphrase.
    """
    from cryptography.exceptions import UnsupportedAlgorithm  # noqa: PLC0415 - only where signed
    from cryptography.hazmat.primitives import serialization  # noqa: PLC0415
    from cryptography.hazmat.primitives.asymmetric.ed25519 import (  # noqa: PLC0415
        Ed25519PrivateKey,
    )

    data = _read(key)
    ssh = b"OPENSSH PRIVATE KEY" in data
    load = serialization.load_ssh_private_key if ssh else serialization.load_pem_private_key
    try:
        private = load(data, None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise InputError([Finding(str(key), "record_key_unreadable")]) from error
    if not isinstance(private, Ed25519PrivateKey):
        raise InputError([Finding(str(key), "record_key_kind")])
    public = private.public_key()
    signature = private.sign(_wrapped(manifest))
    return {
        **_public(public),
        RAW: private.sign(manifest),
        SSH: _armoured(public.public_bytes_raw(), signature),
    }


def signer(manifest: bytes, files: Mapping[str, bytes]) -> bytes:
    """The public key, 32 bytes, that all signature files of a record agree on.

    Raises
    ------
    CheckError
        A file is missing, is not as it should be, or its signature does not fit.
    """
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415 - only where signed
    from cryptography.hazmat.primitives.asymmetric.ed25519 import (  # noqa: PLC0415
        Ed25519PublicKey,
    )

    for name in FILES:
        if name not in files:
            raise _wrong(name, "record_file_missing_signature")
    public = Ed25519PublicKey.from_public_bytes(_key_of(files[PUBLIC]))
    raw = public.public_bytes_raw()
    ssh = _signature_of(files[SSH])
    right = {**_public(public), SSH: _armoured(raw, ssh)}
    for name, data in right.items():
        if files[name] != data:
            raise _wrong(name, "record_signature_malformed")
    for name, signature, message in ((RAW, files[RAW], manifest), (SSH, ssh, _wrapped(manifest))):
        try:
            public.verify(signature, message)
        except InvalidSignature as error:
            raise _wrong(name, "record_signature_wrong") from error
    return raw


def public_key(path: Path) -> bytes:
    """The 32 bytes of a public key in a file of OpenSSH, or in a PEM file.

    Raises
    ------
    InputError
        The file cannot be read or holds no Ed25519 public key.
    """
    from cryptography.exceptions import UnsupportedAlgorithm  # noqa: PLC0415 - only where signed
    from cryptography.hazmat.primitives import serialization  # noqa: PLC0415
    from cryptography.hazmat.primitives.asymmetric.ed25519 import (  # noqa: PLC0415
        Ed25519PublicKey,
    )

    data = _read(path)
    pem = data.lstrip().startswith(b"-----BEGIN")
    load = serialization.load_pem_public_key if pem else serialization.load_ssh_public_key
    try:
        public = load(data)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise InputError([Finding(str(path), "record_key_unreadable")]) from error
    if not isinstance(public, Ed25519PublicKey):
        raise InputError([Finding(str(path), "record_key_kind")])
    return public.public_bytes_raw()


def fingerprint(raw: bytes) -> str:
    """The name of a public key as ``ssh-keygen -l`` prints it."""
    digest = hashlib.sha256(_blob(raw)).digest()
    return f"SHA256:{base64.b64encode(digest).decode().rstrip('=')}"


def _read(path: Path) -> bytes:
    if found := fault(path, MEBIBYTE):
        raise InputError([found])
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError([os_fault(path, error)]) from error


def _public(key: Ed25519PublicKey) -> dict[str, bytes]:
    from cryptography.hazmat.primitives.serialization import (  # noqa: PLC0415 - only where signed
        Encoding,
        PublicFormat,
    )

    return {
        PUBLIC: key.public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH) + b"\n",
        PEM: key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo),
    }


def _string(data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + data


def _blob(raw: bytes) -> bytes:
    return _string(KIND) + _string(raw)


def _wrapped(message: bytes) -> bytes:
    """What OpenSSH signs of a message (PROTOCOL.sshsig)."""
    digest = hashlib.sha512(message).digest()
    return MAGIC + b"".join(map(_string, (NAMESPACE, b"", HASH, digest)))


def _armoured(raw: bytes, signature: bytes) -> bytes:
    """A signature file of OpenSSH (PROTOCOL.sshsig)."""
    signed = _string(KIND) + _string(signature)
    parts = (_blob(raw), NAMESPACE, b"", HASH, signed)
    text = base64.b64encode(MAGIC + (1).to_bytes(4, "big") + b"".join(map(_string, parts))).decode()
    lines = [text[place : place + WIDTH] for place in range(0, len(text), WIDTH)]
    ends = ("-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----")
    return "\n".join([ends[0], *lines, ends[1], ""]).encode()


def _signature_of(armoured: bytes) -> bytes:
    """The signature at the end of a signature file of OpenSSH."""
    return _decoded(b"".join(armoured.splitlines()[1:-1]), SSH)[-LENGTH:]


def _key_of(line: bytes) -> bytes:
    """The public key at the end of a public key line of OpenSSH."""
    raw = _decoded(b"".join(line.split()[1:2]), PUBLIC)[-32:]
    if len(raw) != 32:
        raise _wrong(PUBLIC, "record_signature_malformed")
    return raw


def _decoded(data: bytes, name: str) -> bytes:
    try:
        return base64.b64decode(data, validate=True)
    except ValueError as error:
        raise _wrong(name, "record_signature_malformed") from error


def _wrong(name: str, code: str) -> CheckError:
    return CheckError([Finding(name, code)])
