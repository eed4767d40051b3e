"""Base58 (Bitcoin's alphabet), multibase and Multikey: how keys and proofs are written as text.

Source: https://www.w3.org/TR/cid-1.0/#Multikey. The header 0xed01 says that what follows is an Ed25519 public key.
"""

ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
ED25519_PUBLIC = b"\xed\x01"
ED25519_PRIVATE = b"\x80\x26"


def write(data: bytes) -> str:
    """Return bytes as "z" and base58btc."""
    zeros = len(data) - len(data.lstrip(b"\0"))
    number, digits = int.from_bytes(data, "big"), []
    while number:
        number, digit = divmod(number, 58)
        digits.append(ALPHABET[digit])
    return "z" + "1" * zeros + "".join(reversed(digits))


def read(text: str) -> bytes:
    """Return the bytes of "z" and base58btc; raise ValueError for anything else."""
    if not text.startswith("z") or len(text) > 200:
        raise ValueError("not base58btc")
    number, body = 0, text[1:]
    for letter in body:
        number = number * 58 + ALPHABET.index(letter)
    zeros = len(body) - len(body.lstrip("1"))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8, "big")


def write_public_key(raw: bytes) -> str:
    """Return an Ed25519 public key as a Multikey."""
    return write(ED25519_PUBLIC + raw)


def read_public_key(text: str) -> bytes:
    """Return the 32 bytes of an Ed25519 Multikey; raise ValueError for another key."""
    data = read(text)
    if not data.startswith(ED25519_PUBLIC) or len(data) != 34:
        raise ValueError("not an Ed25519 key")
    return data[2:]
