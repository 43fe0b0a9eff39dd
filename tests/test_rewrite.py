"""Follow-up questions made to stand alone."""

import pytest

from assistant.answer import Turn
from assistant.rewrite import PhraseRewriter
from assistant.rewrite.follow_up import (
    asks_back,
    gets_an_owner,
    is_fragment,
    is_thin,
    thing_named,
    told_already,
    with_last_exchange,
)
from assistant.rewrite.phrases import noun_phrases


def after(*questions: str) -> tuple[Turn, ...]:
    return tuple(Turn(question, "") for question in questions)


def test_an_office_that_was_asked_for_is_no_part_of_a_name() -> None:
    turn = Turn("Who was transport minister?", "Transport Minister Tom Price said that the Lady Vesna was safe. [1]")
    assert PhraseRewriter().rewrite("When did he resign?", (turn,)) == "When did Tom Price resign?"


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("How much is a single room there?", "How much is a single room at Lyra House?"),
        ("What is its telephone number?", "What is Lyra House's telephone number?"),
        ("When was it built?", "When was Lyra House built?"),
    ],
)
def test_what_a_row_of_a_table_names_is_what_is_talked_about(question: str, wanted: str) -> None:
    turn = Turn("Which hotel is the nearest?", "Hotel: Lyra House; Walk: 5 min; Single room: £80 [1]")
    assert PhraseRewriter().rewrite(question, (turn,)) == wanted
    two = Turn(turn.question, f"{turn.answer}\nHotel: The Vega; Walk: 5 min; Single room: £90 [2]")
    assert "Lyra" not in PhraseRewriter().rewrite(question, (two,))


@pytest.mark.parametrize(
    ("earlier", "question", "wanted"),
    [
        (("What is the Humber Bridge?",), "Who built it?", "Who built the Humber Bridge?"),
        (("Who is Ada Lovelace?",), "What was her first paper?", "What was Ada Lovelace's first paper?"),
        (("Tell me about steam engines.",), "Who invented them?", "Who invented steam engines?"),
        (("What is malaria?", "Is it treatable?"), "How is it spread?", "How is malaria spread?"),
        (("What is malaria?",), "What are the common symptoms?", "What are the common symptoms of malaria?"),
        (("Who met Ada Lovelace?",), "Where did she live?", "Where did Ada Lovelace live?"),
        (("What did Ada Lovelace announce about engines?",), "Where was she born?", "Where was Ada Lovelace born?"),
        (("Who built the Humber Bridge?",), "Who says so?", "Who built the Humber Bridge?"),
        (("Which chess set did Ada give Tom?",), "What did it cost?", "What did the chess set cost?"),
        (("What did Tom give Ada?",), "Where did he buy it?", "Where did Tom buy it?"),
        (("Which book did Ada Byron give Tom Price?",), "What did she tell him?", "What did Ada Byron tell Tom Price?"),
        (("Who signed the Lyra Pact?",), "Where was the thing kept?", "Where was the Lyra Pact kept?"),
        (("Did the fair open in May?",), "Where was that held?", "Where did the fair open in May?"),
        (("How large was the Vega order?",), "How many were sold?", "How many of the Vega order were sold?"),
        (("How fast can the Vega go?",), "No, I meant the Lyra.", "How fast can the Lyra go?"),
        (("What is the harvest worried about?",), "no, I meant in May", "What is the harvest worried about in May?"),
        (("Where did he live?",), "I mean Tom", "Where did Tom live?"),
        (("How did Vega react?",), "No, I meant before the fair", "How did Vega react before the fair?"),
        (("Did Ada Lovelace fly to Lyra?",), "What did she do there?", "What did Ada Lovelace do in Lyra?"),
        (("Did Ada fly to Lyra?",), "With whom?", "With whom did Ada fly to Lyra?"),
        (("With whom did Ada fly to Lyra?",), "At what time?", "At what time did Ada fly to Lyra?"),
        (("How often did they sing?", "When was the first time?"), "Who heard them?", "Who heard them?"),
        (("How many boats sank?",), "Really? I read 29.", "How many boats sank?"),
        (("How many pacts were signed?",), "What about trade?", "What about trade?"),
        (("How many pacts were signed?",), "What about treaties?", "How many treaties were signed?"),
        (("What is malaria?",), "By the way, who is it that built the fair?", "who is it that built the fair?"),
        (("Which is the first tunnel?",), "And when is the next one then?", "And when is the next tunnel then?"),
        (("How long does a full Vega run in a storm?",), "And the Lyra?", "How long does the Lyra run in a storm?"),
        (("When was version 4.1.0 released?",), "And 4.0.2?", "When was 4.0.2 released?"),
        (("How many of the boats sank?",), "Why?", "Why the boats sank?"),
        (("How many boats has Lyra built?",), "When will the rest come?", "When will the rest of the boats come?"),
        (("Which boats are hit by the fault?",), "How many were mended?", "How many of the boats were mended?"),
        (("What did Priya propose in March 2024?",), "Who was against it?", "Who was against it?"),
        (("Who was injured in 2024?",), "How long was he away?", "How long was he away?"),
        (("Who gave the great feast?",), "And where was it?", "And where was the great feast?"),
        (("Was Ada Lovelace at the fair?",), "Why not?", "Was Ada Lovelace at the fair? Why not?"),
        (("Was a bridge expected?",), "And what happened?", "Was a bridge expected? And what happened?"),
        (("What did Priya say about oil?",), "What about gas?", "What did Priya say about gas?"),
        (("When was the Vega 40 sold?",), "What about oil?", "What about oil?"),
        (("What is the Lyra Pact?",), "When does it take effect?", "When does the Lyra Pact take effect?"),
        (("Who signed the pact in Lyra?",), "What does it allow?", "What does the pact allow?"),
        (("How much tea did Vega buy from Lyra?",), "Why did it rise?", "Why did tea rise?"),
        (("How many Vegas did Norway order?",), "What did that cost?", "What did Vegas cost?"),
        (("Where did Berg sleep?", "Who guarded him?"), "Was the inn part of it?", "Was the inn part of it?"),
        (("Which envoys criticised Berg at the fair?",), "Who paid them?", "Who paid the envoys?"),
        (("What happened with the mill?", "When will it open?"), "And how big is it?", "And how big is the mill?"),
        (("How does the New Popular Vote Pact work?",), "Is it legal?", "Is the New Popular Vote Pact legal?"),
        (("How many boats did Norway order?",), "How many has Lyra built?", "How many boats has Lyra built?"),
        (("What do the sources say about the V-40?",), "How many has Lyra built?", "How many V-40 has Lyra built?"),
        (("How many boats were lost?",), "And how many were saved?", "And how many boats were saved?"),
        (("How many boats did Lyra sell?",), "When will the others come?", "When will the other boats come?"),
        (("What is PACT?", "When did the court approve it?"), "Is it in force?", "Is PACT in force?"),
        (("What is PACT?", "When did the Diet approve it?"), "Is it in force?", "Is PACT in force?"),
        (("What did the watch cost?",), "And how much for the other one?", "And how much for the other watch?"),
        (("Which papers reported on the car?",), "Which of them is right?", "Which of the papers is right?"),
        (("What gifts did Berg get?", "And from Turin?"), "Did he thank her?", "Did Berg thank her?"),
        (("What did Holm say on Lyra?",), "And Berg?", "What did Berg say on Lyra?"),
        (("What did Holm say?", "And Berg?"), "What did he say about oil?", "What did Berg say about oil?"),
        (("Was Ada Holm asked?", "What did Berg say about visas?"), "Is that for boys?", "Are visas for boys?"),
        (("What did Ada Holm say?",), "What did the mayor say to that?", "What did the mayor say to that?"),
        (("Did Berg meet the queen?",), "What's her name?", "What's the queen's name?"),
        (("Did Berg meet the queen?", "What's her name?"), "Did she like him?", "Did the queen like Berg?"),
        (("Did Ada Holm meet Tom Price?",), "What did they sign?", "What did Ada Holm and Tom Price sign?"),
        (("Where did Ada Holm sleep?",), "What did they eat?", "What did they eat?"),
        (("How high was Holm's debt?",), "What is it now?", "What is Holm's debt now?"),
        (("How many boats has Lyra?",), "And the year before?", "How many boats has Lyra the year before?"),
        (("How many boats had Lyra in 2024?",), "And five years before?", "How many boats had Lyra in 2019?"),
        (("When was the fair opened?",), "By which door?", "By which door was the fair opened?"),
        (("Who opened the fair?",), "When?", "Who opened the fair? When?"),
        (("How large is the debt?",), "And what gifts were given?", "And what gifts were given?"),
        (("How many are there?",), "What about workers?", "What about workers?"),
        (("What did Lyra sell?",), "Tell me about oil instead", "Tell me about oil"),
        (("What did Lyra sell?",), "Back to the fair: who won?", "Back to the fair: who won?"),
        (("How many mats were seized?",), "And how many pumps?", "How many pumps were seized?"),
        (("How long is the guarantee on a Vega 60?",), "and the Lyra", "How long is the guarantee on the Lyra?"),
        (("How did Lyra's senate vote?",), "And the council of Vega?", "How did the council of Vega vote?"),
        (("What happens to Ada Holm?",), "And the other one?", "What happens to the other one?"),
        (("Who won the beauty prize?",), "How much is that worth?", "How much is the beauty prize worth?"),
        (("What does E02 mean?",), "How do I mend that?", "How do I mend E02?"),
        (("Who brought the ring to Lyra?",), "Did it come back?", "Did the ring come back?"),
        (("How high was the bill on the opening day?",), "What was it in the end?", "What was the bill in the end?"),
        (("How much was Vegaco fined?",), "How did they react?", "How did Vegaco react?"),
        (("How many sick people were seen in Lyra?",), "Were they old?", "Were the sick people old?"),
        (("What did Berg say about Lyra?",), "And about space?", "What did Berg say about space?"),
        (("What did Berg say about Lyra?",), "what about the climate?", "What did Berg say about the climate?"),
    ],
)
def test_what_a_question_leans_on_is_put_in(earlier: tuple[str, ...], question: str, wanted: str) -> None:
    assert PhraseRewriter().rewrite(question, after(*earlier)) == wanted


@pytest.mark.parametrize(
    "question",
    [
        "How high is the Humber Bridge?",
        "Is it possible to cross the Severn on foot?",
        "Which engineers came from Leeds and what were they paid?",
    ],
)
def test_a_question_that_stands_alone_is_left_alone(question: str) -> None:
    assert PhraseRewriter().rewrite(question, after("What is the Forth Bridge?")) == question


@pytest.mark.parametrize(
    ("answer", "wanted"),
    [
        ("Holm met Byron in Turin. [1]", "Which prize did Holm win there?"),
        ("It rained. The guests were greeted by President Ada Holm. [1]", "Which prize did Ada Holm win there?"),
        ("Ada Holm of Norway won it in 2:07. [1]", "Which prize did Ada Holm win there?"),
        ("It was said to be in the town hall. [1]", "Which prize did the fair win there?"),
    ],
)
def test_she_may_be_whom_the_answer_named(answer: str, wanted: str) -> None:
    history = (Turn("Where was the fair?", answer),)
    assert PhraseRewriter().rewrite("Which prize did she win there?", history) == wanted


@pytest.mark.parametrize(
    ("before", "question", "wanted"),
    [
        ("When does the fair open?", "What about the price?", "What about the price of the fair?"),
        ("When does it rain?", "What about prices?", "What about prices?"),  # of nothing that was named
        ("Tell me about the fair.", "Where was that held?", "Where was that held?"),  # in no clause that was said
        ("Who opened the fair?", "How many has Lyra sold?", "How many has Lyra sold?"),  # not one of the fair
        ("When do the shops close?", "Is it open?", "Is it open?"),  # "it" is not several
    ],
)
def test_what_can_be_said_of_anything_gets_the_topic_and_what_cannot_is_left_alone(
    before: str, question: str, wanted: str
) -> None:
    assert PhraseRewriter().rewrite(question, after(before)) == wanted


def test_two_names_with_of_between_are_one() -> None:
    assert [phrase.text for phrase in noun_phrases("Who leads Bank of Lyra?")] == ["Bank of Lyra"]


@pytest.mark.parametrize("question", ["What about ...?", "How about ?", "And ...?"])
def test_a_question_about_nothing_but_marks_is_left_alone(question: str) -> None:
    assert PhraseRewriter().rewrite(question, after("Who built the Humber Bridge?")) == question


def test_who_is_named_only_where_sources_disagree_is_not_whom_one_asks_about() -> None:
    answer = (
        "Ada Holm was minister. [1]\n\nSources disagree: Who was minister?\n- A list names Tom Price, minister. [2]"
    )
    history = (Turn("Who was the minister in the old list?", answer),)
    assert PhraseRewriter().rewrite("What did she say?", history) == "What did Ada Holm say?"


def test_they_are_whom_one_asked_for_and_the_one_named_with_them() -> None:
    history = (Turn("Who met Berg at the quay?", "Holm met him with flowers."),)
    assert PhraseRewriter().rewrite("What did they drive off in?", history) == "What did Holm and Berg drive off in?"


def test_he_is_whom_the_answer_names_to_a_question_for_somebody() -> None:
    history = (Turn("Whom would Holm have chosen?", "Holm would have chosen Tom Price. [1]"),)
    assert PhraseRewriter().rewrite("Did he get the job?", history) == "Did Tom Price get the job?"


def test_who_said_it_is_the_one_whom_the_answer_names() -> None:
    history = (Turn("Who said the Humber Bridge is safe?", "Berg said that it is safe."),)
    assert PhraseRewriter().rewrite("What else did he suggest?", history) == "What else did Berg suggest?"


def test_without_history_nothing_changes() -> None:
    assert PhraseRewriter().rewrite("Who built it?", ()) == "Who built it?"


def test_another_thing_takes_the_place_of_the_last_one() -> None:
    rewritten = PhraseRewriter().rewrite("What about cholera?", after("What causes malaria?"))
    assert rewritten == "What causes cholera?"


def test_questions_in_russian_are_searched_in_english_words() -> None:
    assert "Putin" in PhraseRewriter().rewrite("Когда прибыл Путин?", ())


def test_a_question_that_says_little_is_thin() -> None:
    assert is_thin("and in winter?")
    assert not is_thin("Which engineers built the longest tunnel in Norway?")


@pytest.mark.parametrize("question", ["What did the palace say?", "How did Vega react?", "Did Ada Berg reply?"])
def test_what_somebody_said_and_to_nothing_in_particular_is_about_the_last_exchange(question: str) -> None:
    assert is_thin(question)
    assert not is_thin(question.replace("?", " about the fair in the old town of Lyra?"))


def test_what_begins_like_the_end_of_a_question_is_a_fragment() -> None:
    assert all(map(is_fragment, ("in which language?", "And on what day?", "Which fields?")))
    assert not any(
        map(is_fragment, ("And what was given?", "So did Holm agree?", "What about tea?", "price of the mill"))
    )


def test_a_follow_up_without_a_question_word_or_a_verb_names_a_thing() -> None:
    assert [thing_named(one) for one in ("And the mill?", "what about tea", "in winter?")] == [
        "the mill?",
        "tea",
        "in winter?",
    ]
    assert not any(thing_named(one) for one in ("And who paid?", "was it sold?", "So did Holm agree?"))


def test_the_last_exchange_goes_in_front_without_its_marks() -> None:
    history = (Turn("What was sold in April?", "Tea was sold. [1]"),)
    assert with_last_exchange("And in May?", history) == "What was sold in April? Tea was sold. And in May?"


def test_a_question_for_the_source_asks_back_and_one_for_more_does_not() -> None:
    assert all(
        asks_back(text)
        for text in (
            *("Who said that?", "says who?", "And are you sure?", "Is that true?", "source?"),
            *("Are you sure? Someone said November", "Really? But I read that it was 29."),
        )
    )
    others = (
        "Who said that the bridge is safe?",
        "Is it free?",
        "And who paid?",
        "And seriously?",
        "Really? I read more about the fair",
    )
    assert not any(asks_back(text) for text in (*others, "Really? I heard it sank. Who was aboard?"))


def test_what_the_last_exchange_told_is_known_unless_it_is_doubted() -> None:
    history = (Turn("What was sold in April?", "Tea was sold in April. [1]"),)
    assert told_already("And to whom?", history)("Tea was sold in April.") == 1.0
    assert told_already("And to whom?", history)("The tea went to Lyra and Vega.") < 0.5
    assert told_already("Is that really so?", history)("Tea was sold in April.") == 0.0


def test_a_subject_ends_before_the_verb_that_an_article_follows() -> None:
    asked = "Did the two sides sign a new D-200 contract?"
    assert [phrase.text for phrase in noun_phrases(asked)] == ["the two sides", "D-200 contract"]
    assert (
        PhraseRewriter().rewrite("And how much would it cost?", after(asked))
        == "And how much would D-200 contract cost?"
    )


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("how much is rye bread?", "how much is rye bread?"),
        ("how much is parking?", "how much is parking?"),
        ("how much is left?", "how much of the flour is left?"),
        ("how much was sold?", "how much of the flour was sold?"),
    ],
)
def test_how_much_a_thing_is_asks_for_a_price_and_for_no_part(question: str, wanted: str) -> None:
    assert PhraseRewriter().rewrite(question, after("Where is the flour kept?")) == wanted


@pytest.mark.parametrize(
    ("question", "standalone", "gets_one"),
    [
        ("Who is the cook?", "Who is the cook of the books?", True),
        ("list the crew", "list the crew of Lyra", True),
        ("What is the price?", "What is the price of the fair?", False),  # is always of something
        ("And the cook?", "And the cook of the ship?", False),
        ("and who was the cook?", "and who was the cook of the ship?", False),
        ("Who is he?", "Who is Ada Holm?", False),
    ],
)
def test_a_whole_question_may_get_an_owner(question: str, standalone: str, gets_one: bool) -> None:
    assert gets_an_owner(question, standalone) is gets_one
