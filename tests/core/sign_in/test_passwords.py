"""Hashing with the parameters of now, which cost what they cost."""

from core.sign_in.passwords import compare, hash_password


def test_the_hash_is_argon2id_as_owasp_names_it():
    """19 MiB, two rounds, one lane, a salt each; right is right, and nobody's password is never right."""
    kept = hash_password("three small words")
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert kept != hash_password("three small words")
    assert compare(" three small words ", kept).right
    assert not compare("three small word", kept).right
    assert not compare("the password of nobody", None).right
    assert not compare("three small words", "no hash").right
    assert compare("three small words", kept).anew == ""
