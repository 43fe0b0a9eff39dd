"""The signs, words and codes of currencies, as patterns for casefolded text.

Words that mean something else behind a number too ("won", "real", "mark", "sol") are left out.
"""

from __future__ import annotations

_SIGNS = {  # what stands before a number as well as behind it, besides the codes
    "USD": "us\\$|\\$",
    "INR": "₹|rs\\.?",
    "RUB": "₽",
    "EUR": "€",
    "GBP": "£",
    "CNY": "¥",
}
_CODES = (  # those that are words or well-known acronyms are left out
    "usd inr rub eur gbp cny jpy chf aed sek"
    " dkk nok aud nzd cad pln czk huf brl zar krw sgd hkd mxn ils thb sar qar kwd uah kzt pkr bdt lkr npr idr myr vnd"
    " egp ngn kes bgn isk"
).split()
_NAMES = {  # of one name that several countries use, one code stands for all
    "USD": "(?:us |u\\.s\\. )?dollars?|доллар\\p{L}*|डॉलर",
    "INR": "rupees?|рупи\\p{L}*|रुपये",
    "RUB": "roubles?|rubles?|рубл\\p{L}*",
    "EUR": "euros?",
    "GBP": "pounds?",
    "CNY": "yuan|renminbi",
    "JPY": "yen",
    "CHF": "(?:swiss )?francs?",
    "AED": "dirhams?",
    "SEK": "crowns?|kron\\p{L}*",
    "PLN": "zlot(?:ys?|ych|ies)",
    "CZK": "korunas?",
    "HUF": "forints?",
    "ZAR": "rands?",
    "MXN": "pesos?",
    "ILS": "(?:new )?she[qk]els?",
    "THB": "bahts?",
    "SAR": "riyals?|rials?",
    "KWD": "dinars?",
    "UAH": "hr[yi]vnias?|гривен|гривн\\p{L}*",
    "KZT": "tenge",
    "BDT": "takas?",
    "IDR": "rupiahs?",
    "MYR": "ringgits?",
    "EGP": "piast(?:re|er)s?",
    "NGN": "nairas?",
    "KES": "shillings?",
    "GHS": "cedis?",
    "TRY": "liras?|lire",
    "AWG": "(?:aruban )?florins?|guilders?|gulden",
    "THL": "thalers?|talers?|ducats?|guineas?",
}


def _any(*parts: str) -> str:
    return "|".join(part for part in parts if part)


MONEY = {
    code: _any(_SIGNS.get(code, ""), code.lower() if code.lower() in _CODES else "", _NAMES.get(code, ""))
    for code in dict.fromkeys((*_SIGNS, *_NAMES, *map(str.upper, _CODES)))
}
"""Code -> the pattern of what stands for that currency behind a number."""

MONEY_WORD = "|".join(f"(?P<{code}>{pattern})" for code, pattern in MONEY.items())
MONEY_SIGN = _any(*_SIGNS.values(), *_CODES)
MONEY_NAME = _any(*_NAMES.values(), *_CODES)
MONEY_HEAD = rf"(?:{MONEY_NAME})\)?:"  # "Price (EUR): 340", as a row of a table has it
