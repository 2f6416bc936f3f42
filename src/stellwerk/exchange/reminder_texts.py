# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The sentences of a reminder, in the languages in which papers for clients exist.

Day and hour are written alike in all of them (21.11.2026, 14:00), as on German letters.
"""

from datetime import datetime

from django.utils import timezone

GERMAN = "de"
#: language -> (what it calls itself, subject, sentence, sentence with the phone number)
TEXTS: dict[str, tuple[str, str, str, str]] = {
    "de": (
        "Deutsch",
        "Erinnerung an Ihren Termin",
        "Sie haben am {day} um {time} Uhr einen Termin.",
        "Bei Fragen oder wenn Sie absagen möchten: Telefon {phone}.",
    ),
    "de-plain": (
        "Deutsch in einfacher Sprache",
        "Ihr Termin",
        "Sie haben einen Termin. Der Tag ist: {day}. Die Uhrzeit ist: {time} Uhr.",
        "Haben Sie Fragen? Können Sie nicht kommen? Rufen Sie uns an: {phone}.",
    ),
    "en": (
        "English",
        "Reminder of your appointment",
        "You have an appointment on {day} at {time}.",
        "If you have questions or cannot come, please call {phone}.",
    ),
    "uk": (
        "українська",
        "Нагадування про зустріч",
        "У вас призначено зустріч {day} о {time}.",
        "Якщо маєте запитання або не можете прийти, зателефонуйте: {phone}.",
    ),
    "ru": (
        "русский",
        "Напоминание о встрече",
        "У вас назначена встреча {day} в {time}.",
        "Если у вас есть вопросы или вы не можете прийти, позвоните: {phone}.",
    ),
    "ar": (
        "العربية",
        "تذكير بموعدك",
        "لديك موعد بتاريخ {day} في الساعة {time}.",
        "إذا كانت لديك أسئلة أو لا تستطيع الحضور، فاتصل بالرقم {phone}.",
    ),
    "fa": (
        "فارسی",
        "یادآوری قرار شما",
        "شما در تاریخ {day} ساعت {time} قرار ملاقات دارید.",
        "اگر پرسشی دارید یا نمی‌توانید بیایید، با شمارهٔ {phone} تماس بگیرید.",
    ),
    "tr": (
        "Türkçe",
        "Randevunuzu hatırlatma",
        "{day} tarihinde saat {time} için bir randevunuz var.",
        "Sorunuz varsa veya gelemeyecekseniz lütfen {phone} numarasını arayın.",
    ),
    "fr": (
        "français",
        "Rappel de votre rendez-vous",
        "Vous avez un rendez-vous le {day} à {time}.",
        "Pour toute question ou si vous ne pouvez pas venir, appelez le {phone}.",
    ),
    "ro": (
        "română",
        "Vă reamintim de programare",
        "Aveți o programare la data de {day}, ora {time}.",
        "Dacă aveți întrebări sau nu puteți veni, sunați la {phone}.",
    ),
    "bg": (
        "български",
        "Напомняне за вашата среща",
        "Имате среща на {day} в {time} часа.",
        "Ако имате въпроси или не можете да дойдете, обадете се на {phone}.",
    ),
}


def languages() -> list[tuple[str, str]]:
    """Keys with what the languages call themselves."""
    return [(key, text[0]) for key, text in TEXTS.items()]


def reminder_text(language: str, starts_at: datetime, phone: str) -> tuple[str, str]:
    """``(subject, body)``: in the client's language, and below it in German for who helps her."""
    local = timezone.localtime(starts_at)
    values = {"day": f"{local:%d.%m.%Y}", "time": f"{local:%H:%M}", "phone": phone}
    chosen = TEXTS.get(language, TEXTS[GERMAN])
    written = [chosen] if chosen is TEXTS[GERMAN] else [chosen, TEXTS[GERMAN]]
    parts = [
        "\n".join(
            [sentence.format(**values), *([call.format(**values)] if phone else [])]
        )
        for _name, _subject, sentence, call in written
    ]
    return chosen[1], "\n\n".join(parts)
