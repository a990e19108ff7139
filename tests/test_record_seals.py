"""Signatures of a record, and what was sealed before bids were opened."""

from __future__ import annotations

import dataclasses
import json
import shutil
from pathlib import Path

import pytest
from cli import call
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from readme_blocks import ROOT
from records import INSTANCE, KEY, MODEL, OTHER, checked, codes, edit, key_file, public_file, rebag

from award_opt import record
from award_opt.award import canonical
from award_opt.errors import InputError
from award_opt.record import bag, contents
from award_opt.record import signature as signatures

# --- signatures
SIGNED_BY_SSH_KEYGEN = """-----BEGIN SSH SIGNATURE-----
U1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAgA6EHv/POEL4dcN0Y50vAmWfk1j
CbpQ1fHdyGZBJVMbgAAAAJYXdhcmQtb3B0AAAAAAAAAAZzaGE1MTIAAABTAAAAC3NzaC1l
ZDI1NTE5AAAAQBDxuSxO7613NgENM6DSkmbzAb2ATnc6MGyLyslK+iEqKH0foaAM9uGKUU
ewJDdDMYSh/tbav1b820XFCXnESAE=
-----END SSH SIGNATURE-----
"""


def test_a_signature_is_the_one_that_ssh_keygen_writes(tmp_path: Path) -> None:
    made = signatures.sign(b"the manifest\n", key_file(tmp_path / "key"))
    assert made[signatures.SSH].decode() == SIGNED_BY_SSH_KEYGEN
    KEY.public_key().verify(made[signatures.RAW], b"the manifest\n")
    raw = signatures.signer(b"the manifest\n", made)
    assert raw == KEY.public_key().public_bytes_raw()
    name = "SHA256:lbmsoA0yIEcEiVDRnMWuzm+nV+3ZEEpVIURqFoeSspg"  # as ssh-keygen -l prints it
    assert signatures.fingerprint(raw) == name


def test_the_signer_is_checked(
    recorded: Path, copied: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    right, wrong = public_file(tmp_path / "a.pub"), public_file(tmp_path / "b.pub", OTHER)
    done = call(capsys, "verify", recorded, "--signer", right)
    assert (done.code, done.err) == (0, "")
    assert "by the signer asked for" in done.out
    done = call(capsys, "verify", recorded, "--signer", wrong)
    assert done.code == 1
    assert "signer.pub" in done.out
    assert "give --signer" in call(capsys, "verify", recorded).out
    pem = KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    (tmp_path / "a.pem").write_bytes(pem)
    assert call(capsys, "verify", recorded, "--signer", tmp_path / "a.pem").code == 0
    shutil.rmtree(copied / "signature")
    done = call(capsys, "verify", copied, "--signer", right)
    assert done.code == 1
    assert "not signed" in done.out


def test_a_signed_record_cannot_be_made_right_again(copied: Path) -> None:
    edit(copied, contents.README, lambda data: data + b"\n")
    rebag(copied)
    found = checked(copied)
    assert (found.step, found.found[0].code) == ("signature", "record_signature_wrong")


def test_a_signature_of_another_key_is_found(recorded: Path, copied: Path, tmp_path: Path) -> None:
    made = signatures.sign(
        (recorded / bag.TAG_MANIFEST).read_bytes(), key_file(tmp_path / "k", OTHER)
    )
    for name in signatures.FILES:
        before = (copied / name).read_bytes()
        (copied / name).write_bytes(made[name])
        found = checked(copied)
        assert found.step == "signature", name
        (copied / name).write_bytes(before)
    assert codes(copied) == []


@pytest.mark.parametrize("content", [b"", b"\n", b"ssh-ed25519 !!!\n", b"ssh-ed25519 AAAA\n"])
@pytest.mark.parametrize("name", signatures.FILES)
def test_signature_files_of_any_content_are_refused(
    name: str, content: bytes, copied: Path
) -> None:
    (copied / name).write_bytes(content)
    assert checked(copied).step == "signature"


def test_keys_of_other_kinds_are_refused(tmp_path: Path) -> None:
    other = ec.generate_private_key(ec.SECP256R1())
    locked = BestAvailableEncryption(b"secret")
    keys = {
        "kind": other.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
        "unreadable": KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, locked),
    }
    for word, data in keys.items():
        (tmp_path / "key").write_bytes(data)
        with pytest.raises(InputError, match=f"record_key_{word}"):
            signatures.sign(b"", tmp_path / "key")
    for word, data in {
        "kind": other.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH),
        "unreadable": b"nothing",
    }.items():
        (tmp_path / "key.pub").write_bytes(data)
        with pytest.raises(InputError, match=f"record_key_{word}"):
            signatures.public_key(tmp_path / "key.pub")
    with pytest.raises(InputError, match="file_missing"):
        signatures.sign(b"", tmp_path / "nowhere")
    pem = KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (tmp_path / "key").write_bytes(pem)
    assert signatures.sign(b"", tmp_path / "key")[signatures.RAW] == KEY.sign(b"")


# --- seals
YOUTH = ROOT / "models/hvb-youth-2022.toml"


def youth_changes(tmp_path: Path, *swaps: tuple[str, str], bids: str = "") -> list[str]:
    """What a seal of the youth tender says of a tender that was changed after it."""
    from award_opt.instance import read_instance
    from award_opt.record.seal import changes
    from award_opt.tender import read_tender

    folder = ROOT / "instances/hvb-youth-2022"
    seal = record.sealed(read_tender(YOUTH), record.read_draws(folder / "bids.csv"))
    text = YOUTH.read_text(encoding="utf-8")
    for old, new in swaps:
        assert old in text
        text = text.replace(old, new, 1)
    (tmp_path / YOUTH.name).write_text(text, encoding="utf-8")
    tender = read_tender(tmp_path / YOUTH.name)
    instance = read_instance(folder, tender)
    if bids:
        first, *rest = instance.bids
        changed = (dataclasses.replace(first, draw=int(bids)), *rest)
        instance = dataclasses.replace(instance, bids=changed)
    found = changes(seal, tender, instance)
    return [" ".join([f.code, *map(str, f.facts.values())]) for f in found]


def test_what_changed_after_sealing_is_named_apart(tmp_path: Path) -> None:
    assert youth_changes(tmp_path) == []
    assert youth_changes(tmp_path, ("limit = 15", "limit = 14")) == ["seal_rule_changed S3-MAX"]
    goal = ('goals = ["total_score"]', 'goals = ["total_score", "fewest_partners"]')
    assert youth_changes(tmp_path, goal) == ["seal_method_changed"]
    ties = youth_changes(tmp_path, ('"vision", "value", "draw"]', '"value", "vision", "draw"]'))
    assert ties == ["seal_ties_changed"]
    name = ("authority = ", 'authority = "Someone else" # ')
    assert youth_changes(tmp_path, name) == ["seal_model_changed"]
    drawn = youth_changes(tmp_path, bids="999999")
    assert drawn == ["seal_draws_changed 183 183"]
    other = youth_changes(tmp_path, ('id = "S3-MAX"', 'id = "S3-MIX"'))
    assert other == ["seal_rule_dropped S3-MAX", "seal_rule_added S3-MIX"]
    both = youth_changes(tmp_path, ("limit = 15", "limit = 14"), goal, bids="999999")
    assert [line.split()[0] for line in both] == [
        "seal_rule_changed",
        "seal_method_changed",
        "seal_draws_changed",
    ]


def test_a_record_shows_what_changed_after_sealing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    model, seal, target = tmp_path / MODEL.name, tmp_path / "seal.json", tmp_path / "record"
    shutil.copy(MODEL, model)
    assert call(capsys, "record", "seal", model, "-o", seal).code == 0
    text = model.read_text(encoding="utf-8")
    model.write_text(text.replace("authority = ", 'authority = "x" # ', 1), encoding="utf-8")
    done = call(capsys, "record", model, INSTANCE, "--seal", seal, "-o", target)
    assert done.code == 1
    assert "changed after sealing" in " ".join(done.err.split())
    done = call(capsys, "verify", target, "--lang", "nl")
    assert done.code == 1
    assert "na de verzegeling gewijzigd" in " ".join(done.out.split())


def test_an_auditor_holds_the_seal_beside_the_record(
    recorded: Path, copied: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    seal, other = recorded.parent / "seal.json", tmp_path / "other.json"
    assert call(capsys, "verify", recorded, "--seal", seal).code == 0
    assert call(capsys, "record", "seal", MODEL, "-o", other).code == 0
    done = call(capsys, "verify", recorded, "--seal", other)
    assert done.code == 1
    assert "another seal" in done.out
    shutil.rmtree(copied / "signature")
    (copied / contents.SEAL).unlink()
    rebag(copied)
    done = call(capsys, "verify", copied, "--seal", seal)
    assert done.code == 1
    assert "refers to no seal" in done.out
    assert "seal: none" in call(capsys, "verify", copied).out


def test_a_seal_is_canonical_json_and_printed_where_no_file_is_named(
    recorded: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    done = call(capsys, "record", "seal", MODEL)
    assert done.code == 0
    assert canonical(json.loads(done.out)).decode() + "\n" == done.out
    assert json.loads(done.out)["draws"] is None
    assert json.loads((recorded / contents.SEAL).read_bytes())["draws"]["count"] == 5


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("bid\nB1\n", "draws_no_column"),
        ("", "draws_no_column"),
        ("bid,draw\nB1,1\nB1,2\n", "draws_wrong"),
        ("bid,draw\nB1,one\n", "draws_wrong"),
        ("bid,draw\n,1\n", "draws_wrong"),
        ("bid,draw\nB1\n", None),
        ("bid;other;draw\nB1;x;7\nB2;y;\n", None),
    ],
)
def test_draw_numbers_are_read_strictly(text: str, code: str | None, tmp_path: Path) -> None:
    path = tmp_path / "draws.csv"
    path.write_text(text, encoding="utf-8")
    if code is None:
        assert record.read_draws(path) in ({}, {"B1": 7})
    else:
        with pytest.raises(InputError, match=code):
            record.read_draws(path)


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"format":"award-seal/1"}'])
def test_what_is_no_seal_is_refused(text: str, tmp_path: Path) -> None:
    path = tmp_path / "seal.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="seal_malformed"):
        record.read_seal(path)
