"""The wordings of labels on the forms of two decades, by what each one means.

Example:
    >>> "title of the submission" in KNOWN["title"], "theme" in KNOWN["theme"]
    (True, True)
"""

SIGNUP = "signup"
"""The meaning of a label or heading that opens the list in which people sign."""

_WORDINGS = {
    "number": """
        submission no | submission number | submission id | submission | proposal no | proposal number |
        no | number | id | review no | review number | submission code | proposal id | session id |
        session number | session no | numéro de la proposition
    """,
    "title": """
        title of the submission | title | title of submission | title of the session |
        title of session | title of the talk | session title | talk title | presentation title |
        proposal title | title of the proposal | title of the presentation | submission title |
        name of session | name of the session | session name | project | project name | topic title |
        subject/title | title/subject | proposed title | title of your session |
        title of your submission | title of your proposal | title of proposal | title of presentation |
        title of talk | title of the workshop | workshop title | lecture title | poster title |
        title of your presentation | name of the proposal | titre | titre de la proposition | título |
        titolo | titel
    """,
    "type": """
        type of submission | type of session | session type | session format | type |
        type of the submission | submission type | format | type of presentation | presentation type |
        type of the session | type of proposal | format of the session | format of session |
        kind of session | talk format | type of talk | type of submission or session |
        type of proposal or session | type/format | format/type | session type/format |
        type of activity | type of session or format | presentation format | preferred format |
        format of presentation | format of the presentation | submission format |
        type of your submission | type de proposition
    """,
    "authors": """
        author of the submission | authors of the submission | author | authors | session leader |
        session leaders | facilitator | facilitators | speaker | speakers | presenter | presenters |
        author of submission | names | name | submitter | submitters | proposer | proposers |
        session leader or leaders | speaker name | presenter name | name of the speaker | creator |
        author or authors | idea creator | grantee | project contact | panelists | panelist | host |
        hosts | session host | session hosts | moderator | moderators | presented by | who |
        main speaker | main presenter | author or authors of the submission | speakers or presenters |
        name of author | name of the author | participants of the session | proposed by | author/s |
        author/s of the submission | authors/presenters | author name | author names | authors name |
        author's name | authors' names | names of the authors | name of authors | name/s | your name |
        full name | real name | name of presenter | name of the presenter | names of presenters |
        names of the speakers | name of speakers | names of speakers | presenter names | speaker names |
        presenters names | name of proposer | submitted by | session organizer | session organizers |
        session organiser | session organisers | organizer | organizers | organiser | organisers |
        lead presenter | lead author | co-authors | co-author | co-presenters | co-presenter | trainer |
        trainers | session lead | session leads | workshop leader | workshop leaders | speaker/s |
        presenter/s | presenters/speakers | speakers/presenters | facilitator/s |
        leaders of the session | author or presenter | authors or presenters | auteur | auteurs |
        auteur de la proposition | autor | autores | autore
    """,
    "language": """
        language of presentation | language | languages | presentation language |
        language of the session | language of the presentation | session language |
        language of presentation/talk | language of submission | language of the submission |
        language of talk | language of the talk | preferred language | languages of presentation |
        language/s | language of session | languages of the session | langue | langue de présentation |
        idioma | sprache
    """,
    "email": """
        e-mail address | email address | e-mail | email | e-mail addresses | email addresses |
        contact e-mail | contact email | mail | e-mail addresses of the authors | your e-mail |
        your email | your e-mail address | your email address | e-mail contact | email contact |
        contact address | email id | e-mail id | e-mail/contact | adresse e-mail | correo electrónico
    """,
    "username": """
        username | usernames | user name | wiki username | wikimedia username | wikimedia usernames |
        user names | wiki user name | account | accounts | wikimedia user name | wikimedia username/s |
        wikimedia usernames of the authors | your username | your wiki username |
        your wikimedia username | wikipedia username | wikimedia account | wikimedia accounts |
        usernames of the authors | username or usernames | wiki usernames | user page | userpage |
        username/s | nom d'utilisateur | nombre de usuario | nome utente | benutzername
    """,
    "country": """
        country of origin | us state or country of origin | country | countries |
        state or country of origin | countries of origin | country or countries | country of residence |
        country or region | home country | country/ies of origin | country/ies | country/countries |
        country/countries of origin | country of origin/residence | country and city |
        city and country | city/country | country/city | state/country of origin |
        country or state of origin | state/country | country/region | region/country | your country |
        country you represent | us state | us state/country | us state/country of origin |
        countries of residence | country of residence/origin | pays d'origine | pays | país |
        país de origen | paese
    """,
    "affiliation": """
        affiliation | affiliation, if any | affiliations | organisation | organization |
        affiliation or organisation | affiliation or organization | affiliates | institution |
        organisations | organizations | affiliations, if any | affiliation if any |
        affiliations if any | affiliate | your affiliation | affiliation/organisation |
        affiliation/organization | organisation/affiliation | organization/affiliation |
        wikimedia affiliation | wikimedia affiliate | institution or affiliation |
        institutional affiliation | organizational affiliation | affiliation or institution |
        chapter or affiliation | company or organisation | company or organization | affiliation/s |
        affiliation/s, if any | affiliation or affiliations | affiliation, optional
    """,
    "homepage": """
        personal homepage or blog | homepage | blog | personal homepage | website | homepage or blog |
        web page | url | personal homepage/blog | homepage/blog | personal website | personal page |
        website or blog | website/blog | blog or website | blog or homepage | personal blog |
        homepage or blog, if any
    """,
    "abstract": """
        abstract | description | abstract of the submission | summary | session description |
        detailed description | session abstract | description of the session | proposal |
        short description | detailed abstract | talk abstract | abstract of the session |
        description of session | session summary | pitch | summary of the session | outline |
        proposal description | about the session | extended abstract | presentation abstract |
        description of the proposal | abstract/description | description/abstract | abstract/summary |
        abstract or description | detailed proposal | proposal abstract | abstract of your submission |
        abstract of your proposal | abstract of the proposal | abstract of the presentation |
        abstract of your talk | abstract of presentation | submission abstract |
        description of your session | description of your proposal | description of proposal |
        session outline | brief description | brief abstract | short abstract | short summary |
        full description | summary/abstract | about your session | description of the submission |
        description of the talk | description of the presentation | what is this session about |
        what is your session about | description of the workshop | résumé | resumen | resumo |
        zusammenfassung | beschreibung
    """,
    "takeaway": """
        what will attendees take away from this session | session outcomes | desired outcome |
        desired outcomes | session outcome | what will attendees take away | takeaways | takeaway |
        outcomes | expected outcomes | outcome | what will participants take away from this session |
        learning outcomes | take-aways | expected outcome | what will the audience take away |
        what will attendees take away from the session | outcome of the session |
        what will attendees take away from your session | goals of the session |
        what will attendees take away from this talk |
        what will participants take away from the session | what will participants take away |
        what will attendees learn | what will participants learn | what will the audience learn |
        what will the audience take away from this session |
        what will people take away from this session | what attendees will take away from this session |
        session goals | objectives of the session | learning objectives |
        goal of the session | session objectives | key takeaways | session takeaways |
        desired outcomes of the session | expected outcomes of the session | outcomes of the session |
 objective of the session | desired outcome of the session
    """,
    "theme": """
        theme of presentation | track | theme | themes | tracks | topics | topic |
        relationship to the theme | theme of the presentation | theme of the session |
        theme of submission | session theme | conference track | track or theme | space |
        program track | relationship to the themes | theme of session | subject | programme track |
        theme of the submission | themes of presentation | themes of the presentation |
        themes of the session | theme/track | track/theme | conference theme | conference themes |
        presentation theme | session track | session themes | theme or track | themes of submission |
        themes of the submission | theme/s of presentation | theme/s | track/s | topic of session |
        topic of the session | topic/theme | theme/topic | topic area | program theme |
        programme theme | which theme | thematic area | proposed track | theme of the proposal |
        theme of the talk | thème | thème de la présentation | tema | thema
    """,
    "level": """
        for workshops and discussions, what level is the intended audience | audience |
        target audience | level | intended audience | audience level | experience level |
        level of the audience | what level is the intended audience | level of audience |
        who is the intended audience | what level is the audience | intended level |
        level of expertise | expertise level | required level | target group | target audience level |
        audience and level | intended audience level | who should attend | who is this session for |
        who should attend this session | knowledge level | prerequisites
    """,
    "length": """
        length of session | length of presentation/talk | length | length of presentation | duration |
        length of the session | session length | length of talk | duration of session |
        duration of the session | time needed | time | session duration | length of the presentation |
        presentation length | minutes | length of the talk | how long | length of time |
        length of presentation/talk in minutes | duration in minutes | length in minutes |
        length of session in minutes | duration of presentation | duration of the presentation |
        duration of talk | duration of the talk | proposed length | proposed duration |
        preferred length | requested length | requested time | time required | time requested |
        length of workshop | length of the workshop | length/duration | duration/length |
        length of submission | estimated duration | estimated length | expected duration |
        amount of time needed | session length in minutes | durée | durée de la session | duración |
        dauer | durata
    """,
    "attends": """
        will you attend wikimania if your submission is not accepted |
        will you attend if your submission is not accepted | will you attend if not accepted |
        will you attend wikimania if your submission isn't accepted |
        will you attend the conference if your submission is not accepted | attending if not accepted |
        will you attend the event if your submission is not accepted |
        will you attend wikimania if your submission were not accepted | will you attend anyway |
        will you attend if your proposal is not accepted |
        will you attend if your session is not accepted
    """,
    "capacity": """
        ideal number of attendees | number of attendees | capacity | ideal number of participants |
        maximum number of attendees | ideal audience size | number of participants | room size |
        expected number of attendees | maximum attendees | expected attendance |
        ideal number of attendees for your session | ideal no. of attendees | ideal no of attendees |
        ideal number of attendees/participants | ideal no. of participants | ideal no of participants |
        ideal amount of attendees | max number of attendees | max. number of attendees |
        maximum number of participants | max number of participants | max. number of participants |
        maximum no. of attendees | number of participants expected | expected number of participants |
        expected no. of attendees | preferred number of attendees | minimum number of attendees |
        ideal size | ideal group size | group size | ideal number | ideal number of people |
        no. of attendees | no. of participants
    """,
    "slides": """
        slides or further information | slides | further information | slides and further information |
        slides or more information | presentation slides | slides, if any | slides/further information |
        slides and other information | slides or other information | slides or further info |
        slides/handouts | link to slides | links to slides | slide deck | slides of the presentation |
        supporting materials | further details | more information | additional information |
        other information | further information or slides | slides or additional information |
        presentation/slides | presentation file
    """,
    "requests": """
        special requests | requirements | room setting | special request | technical requirements |
        equipment | special requirements | special needs | room setup | room requirements |
        special requests or needs | equipment needed | technical needs | special requests/needs |
        special requests, if any | special requests if any | special request, if any |
        special request as to time of presentations | special request as to time of presentation |
        special requests as to time of presentations | special equipment | technical requests |
        technical equipment | equipment required | equipment requirements |
        requirements for the session | other requests | other requirements | room requests |
        resources needed | materials needed | what do you need | space requirements |
        special requirements or requests | additional requests | demandes particulières
    """,
    "draft_or_final": """
        is this submission a draft or final | is this submission a draft or final? | draft or final |
        state of the submission | is your submission a draft or final |
        is this a draft or final submission | submission status | status | draft/final |
        is this a draft or final submission? | is this submission draft or final |
        is this submission final | is this proposal a draft or final |
        is your proposal a draft or final | submission state | status of the submission |
        status of submission | proposal status
    """,
    "discussion_summary": """
        discussion summary | what was this session about | next steps and milestones |
        summary of the discussion | session notes | notes from the session | summary of discussion |
        discussion notes | report | session report | session summary notes | notes of the session |
        notes of the discussion | next steps and action items | minutes of the session |
        meeting notes | outcomes of the discussion | what was discussed
    """,
    "etherpad": """
        etherpad | etherpads | etherpad link | link to etherpad | notes etherpad | collaborative notes |
        etherpad for notes | etherpad notes | etherpad url | session etherpad | link to the etherpad |
        etherpad of the session | etherpad/notes | notes/etherpad
    """,
    SIGNUP: """
        interested attendees | signup | sign up | sign-up | signups | sign ups | sign-ups |
        endorsements | endorsement | participants | interested | interested people |
        interested participants | people interested | interested users | attendees |
        interested in attending | who is interested | who is interested in attending |
        interested attendee | supporters | support | i am interested | interested parties |
        people interested in attending | sign up list | signup list | sign up here |
        interested in this session | expressions of interest | attending | join | will attend |
        who will attend | sign below | attendees interested | interested to attend |
        people interested in attending this session | sign-up list | sign-up sheet | signup sheet |
        sign up sheet | sign-up sheets | expression of interest | interest | signatures | sign here |
        sign up below | sign-up here | signup here | rsvp | i'd like to attend |
        i would like to attend | who would come | who would come to this session |
        list of interested people | list of interested attendees | list of attendees |
        list of participants | show of interest | who is coming | who's coming | who's in |
        count me in | participants intéressés | participantes intéressées | personnes intéressées |
        personnes intéressées par cette session | intéressés | intéressé(e)s |
        participants intéressé·e·s | inscription | inscriptions | ça m'intéresse | qui est intéressé |
        interessierte | interessierte teilnehmer | interessierte teilnehmerinnen und teilnehmer |
        interessierte teilnehmende | interessenten | teilnehmer | anmeldung | wer hat interesse |
        wer ist interessiert | wer kommt | asistentes interesados | asistentes interesadas |
        participantes interesados | interesados | interesados en asistir | personas interesadas |
        inscripción | inscripciones | interesadas | quiénes están interesados | asistentes |
        participantes interessados | pessoas interessadas | interessados | interessadas |
        interessados em participar | interessados em assistir | inscrição | inscrições |
        quem tem interesse | partecipanti interessati | persone interessate | interessati |
        interessate | iscrizioni | iscrizione | chi è interessato | interessati a partecipare |
        zainteresowani | zainteresowani uczestnicy | osoby zainteresowane | zainteresowane osoby |
        chętni | zapisy | lista chętnych | uczestnicy | geïnteresseerden | geïnteresseerde deelnemers |
        belangstellenden | geïnteresseerd | aanmelding | aanmeldingen | inschrijving |
        wie heeft interesse | заинтересованные участники | заинтересованные | желающие участвовать |
        желающие | кому интересно | заинтересованные лица | интересно | запись | список желающих |
        المهتمون | الحضور المهتمون | المهتمون بالحضور | المشاركون المهتمون | الأشخاص المهتمون |
        التسجيل | משתתפים מתעניינים | מתעניינים | מעוניינים | מעוניינים להשתתף | מי מעוניין | הרשמה |
        משתתפים המעוניינים להגיע
    """,
}

KNOWN: dict[str, tuple[str, ...]] = {
    meaning: tuple(" ".join(wording.split()) for wording in wordings.split("|"))
    for meaning, wordings in _WORDINGS.items()
}
"""The labels of each meaning: lower-case, nothing from a parenthesis on."""
