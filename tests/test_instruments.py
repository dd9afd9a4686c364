"""What a band plays with is read as people write it, and no palette leaves a role unheard."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lstmelody import instruments
from lstmelody.errors import BadRecipe
from lstmelody.instruments import KITS, LOUDER_DB, NAMES, PALETTES
from lstmelody.music import PROGRAMS, Role

quick = settings(max_examples=60, deadline=None, derandomize=True)


def test_every_program_has_a_name_of_its_own():
    assert len(NAMES) == len({name.lower() for name in NAMES}) == 128
    assert [NAMES[at] for at in (0, 33, 60, 73, 80, 127)] == [
        *("grand piano", "finger bass", "French horn", "flute", "square lead", "gunshot")
    ]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (
            "lead flute, bass 38, drums jazz",
            {Role.LEAD: 73, Role.BASS: 38, Role.DRUMS: 32},
        ),
        ("chords 0", {Role.CHORDS: 0}),
        ("lead 127,drums 48", {Role.LEAD: 127, Role.DRUMS: 48}),
        ("LEAD french HORN", {Role.LEAD: 60}),
        ("lead  pan   flute", {Role.LEAD: 75}),
        ("lead electric piano", {Role.LEAD: 4}),
        ("chords nylon", {Role.CHORDS: 24}),
        ("chords distort", {Role.CHORDS: 30}),
        ("bass slap bass 2", {Role.BASS: 37}),
        ("lead bell", {Role.LEAD: 112}),
        ("drums 808", {Role.DRUMS: 25}),
        ("drums tr-808 kit", {Role.DRUMS: 25}),
    ],
)
def test_instruments_are_read_as_people_write_them(text, read):
    assert instruments.programs(text) == read


@pytest.mark.parametrize("role", [role for role in Role if role != Role.DRUMS])
def test_every_instrument_is_found_by_its_name_and_number(role):
    for program, name in enumerate(NAMES):
        for said in (name, name.upper(), str(program)):
            assert instruments.programs(f"{role.word} {said}") == {role: program}


def test_every_kit_is_found_by_its_name_and_number():
    for program, name in KITS.items():
        for said in (name, name.removesuffix(" kit"), str(program)):
            assert instruments.programs(f"drums {said}") == {Role.DRUMS: program}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("lead horn", "may be French horn or English horn: write which"),
        ("bass synth bass", "may be synth bass 1 or synth bass 2"),
        ("lead a", "or another: write which"),
        ("lead kazoo", "no instrument 'kazoo': write a number from 0 to 127, or a name such as fl"),
        ("chords eletric piano", "such as electric piano"),
        ("lead 128", "no instrument '128'"),
        ("lead -1", "no instrument '-1'"),
        ("lead ²", "no instrument '²'"),
        ("drums 80", "no kit '80': write 0, 8, .* or 48, or a name such as standard kit"),
        ("drums flute", "no kit 'flute'"),
        ("bass jazz kit", "no instrument 'jazz kit'"),
        ("", "such as lead flute, bass 38, drums jazz: '' does not"),
        ("lead", "'lead' does not"),
        ("flute", "'flute' does not"),
        ("lead flute, lead oboe", "each once"),
        ("lead flute,", "'' does not"),
    ],
)
def test_what_names_no_instrument_or_several_is_refused_with_a_way_out(text, words):
    with pytest.raises(BadRecipe, match=words):
        instruments.programs(text)


@quick
@given(st.text(max_size=30) | st.from_regex(r"(lead|drums) \w{1,4}", fullmatch=True))
def test_any_words_are_read_or_refused(text):
    try:
        read = instruments.programs(text)
    except BadRecipe:
        return
    assert all(program in (range(128) if role else KITS) for role, program in read.items())


def test_the_first_palette_is_the_band_that_plays_where_nothing_is_asked_for():
    band = instruments.palette("band")
    assert (band.programs, band.pans) == (PROGRAMS, instruments.PANS)


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
def test_a_palette_is_a_whole_band_that_stands_as_one(palette):
    assert set(palette.programs) == set(palette.pans) == set(Role)
    drums, *others = (palette.programs[role] for role in Role)
    assert drums in KITS
    assert KITS[drums] != "orchestra kit"
    assert all(0 <= program <= 127 for program in others)
    assert all(54 <= palette.pans[role] <= 74 for role in (Role.DRUMS, Role.BASS))
    assert palette.pans[Role.LEAD] - palette.pans[Role.CHORDS] >= 24
    assert all(50 <= instruments.volume(*each) <= 127 for each in palette.programs.items())


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
def test_how_loud_the_instruments_of_a_palette_are_was_measured(palette):
    for role, program in palette.programs.items():
        assert program == PROGRAMS[role] or program in LOUDER_DB[role]


def test_what_people_say_is_what_they_most_likely_mean():
    told = instruments.programs("lead Sax, chords piano, bass bass")
    assert told == {Role.LEAD: 65, Role.CHORDS: 0, Role.BASS: 33}
    assert all(name in NAMES for name in instruments._ALIASES.values())


def test_palettes_differ():
    assert len({tuple(palette.programs.items()) for palette in PALETTES.values()}) == len(PALETTES)


def test_a_louder_instrument_is_turned_down_and_a_softer_one_up():
    assert instruments.volume(Role.CHORDS, 80) < instruments.volume(Role.CHORDS, 0)
    assert instruments.volume(Role.LEAD, 11) > instruments.volume(Role.LEAD, 80)
    assert instruments.volume(Role.LEAD, 127) == instruments.VOLUMES[Role.LEAD]
    # a difference of 12 dB would be twice the volume
    assert instruments.volume(Role.CHORDS, 30) == round(84 * 2 ** (-6.0 / 12.04))


def test_a_palette_that_is_not_there_is_refused_with_the_choices():
    with pytest.raises(BadRecipe, match="no palette called 'polka': choose band, acoustic"):
        instruments.palette("polka")
    with pytest.raises(BadRecipe, match=list(PALETTES)[-1]):
        instruments.palette("")
