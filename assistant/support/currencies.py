"""The signs, words and codes of currencies, as patterns for casefolded text.

Words that mean something else behind a number too ("won", "real", "mark", "sol") are left out.
"""

from __future__ import annotations

_SIGNED = {
    "USD": "us\\$|\\$|usd|(?:us |u\\.s\\. )?dollars?|доллар\\p{L}*|डॉलर",
    "INR": "₹|rs\\.?|inr|rupees?|рупи\\p{L}*|रुपये",
    "RUB": "₽|rub|roubles?|rubles?|рубл\\p{L}*",
    "EUR": "€|eur|euros?",
    "GBP": "£|gbp|pounds?",
    "CNY": "¥|yuan|renminbi|cny",
    "JPY": "yen|jpy",
    "CHF": "chf|(?:swiss )?francs?",
    "AED": "aed|dirhams?",
    "SEK": "sek|crowns?|kron\\p{L}*",
}
_CODES = (  # other currencies, by their codes; those that are words or well-known acronyms are left out
    "dkk nok aud nzd cad pln czk huf brl zar krw sgd hkd mxn ils thb sar qar kwd uah kzt pkr bdt lkr npr idr myr vnd"
    " egp ngn kes bgn isk"
)
_NAMED = {  # by their names; of one name that several countries use, one code stands for all
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
MONEY = {**_SIGNED, **{code.upper(): code for code in _CODES.split()}}
MONEY |= {code: f"{MONEY[code]}|{names}" if code in MONEY else names for code, names in _NAMED.items()}
"""Code -> the pattern of what stands for that currency behind a number."""

MONEY_WORD = "|".join(f"(?P<{code}>{pattern})" for code, pattern in MONEY.items())
MONEY_SIGN = "us\\$|\\$|₹|rs\\.?|inr|usd|₽|rub|€|eur|£|gbp|¥|chf|aed|sek|cny|jpy|" + _CODES.replace(" ", "|")
MONEY_HEAD = (  # "Price (EUR): 340", as a row of a table has it
    "(?:rupees?|rou?bles?|(?:us )?dollars?|euros?|pounds?|francs?|crowns?|yen|yuan|dirhams?|inr|usd|eur|gbp|rub"
    f"|{'|'.join(_NAMED.values())}|{_CODES.replace(' ', '|')})\\)?:"
)
