"""Messages that makemessages does not find where they stand.

Nothing imports this file: makemessages finds the words here, and so they are translated with ours. What Django
translates later may go; tests/test_messages.py tells what is missing.
"""

from django.utils.translation import gettext_noop as _

#: Of Django's own messages that readers meet, those that Django does not yet have in Vietnamese.
FIELDS = (
    _("“%(value)s” value must be an integer."),
    _("“%(value)s” value has an invalid date format. It must be in YYYY-MM-DD format."),
    _("“%(value)s” value has the correct format (YYYY-MM-DD) but it is an invalid date."),
    _("“%(value)s” value has an invalid format. It must be in HH:MM[:ss[.uuuuuu]] format."),
    _("“%(value)s” value has the correct format (HH:MM[:ss[.uuuuuu]]) but it is an invalid time."),
    _("“%(value)s” is not a valid UUID."),
    _("“%(value)s” value has an invalid format. It must be in YYYY-MM-DD HH:MM[:ss[.uuuuuu]][TZ] format."),
    _("“%(value)s” value has the correct format (YYYY-MM-DD HH:MM[:ss[.uuuuuu]][TZ]) but it is an invalid date/time."),
    _("“%(value)s” value must be either True or False."),
    _("Enter a valid “slug” consisting of letters, numbers, underscores or hyphens."),
)

#: The page on which a form of another site, or a browser that keeps no cookie, ends.
FORBIDDEN = (
    _("Forbidden"),
    _("CSRF verification failed. Request aborted."),
    _(
        "You are seeing this message because this HTTPS site requires a “Referer header” to be sent by your Web "
        "browser, but none was sent. This header is required for security reasons, to ensure that your browser is not "
        "being hijacked by third parties."
    ),
    _(
        "If you have configured your browser to disable “Referer” headers, please re-enable them, at least for this "
        "site, or for HTTPS connections, or for “same-origin” requests."
    ),
    _(
        'If you are using the <meta name="referrer" content="no-referrer"> tag or including the “Referrer-Policy: '
        "no-referrer” header, please remove them. The CSRF protection requires the “Referer” header to do strict "
        'referer checking. If you’re concerned about privacy, use alternatives like <a rel="noreferrer" …> for links '
        "to third-party sites."
    ),
    _(
        "You are seeing this message because this site requires a CSRF cookie when submitting forms. This cookie is "
        "required for security reasons, to ensure that your browser is not being hijacked by third parties."
    ),
    _(
        "If you have configured your browser to disable cookies, please re-enable them, at least for this site, or for "
        "“same-origin” requests."
    ),
    _("More information is available with DEBUG=True."),
)

#: Words inside f-strings, where the xgettext of today's distributions does not look.
INSIDE = (
    _("stocks judged on"),
    _("the record:"),
    _("to be confirmed"),
)

#: What each command does: the first line of its file.
COMMANDS = (
    _("Remind people of what their bodies owe: soon due, due today, or overdue since some weeks."),
    _("Build the bundled example, check its documents, write the review in three languages, and serve the pages."),
    _("Build an exercise under TRIVET_HOME: an invented country with worked dossiers, to practise the procedures."),
    _("Take in other people's data: rows of files become records by a mapping, again and again."),
    _("Begin an empty record under TRIVET_HOME for a country, by a profile."),
    _("Serve the pages of the record on this machine."),
    _("Do the long work that pages leave to a worker, such as large imports."),
    _("Read documents into proposals for the record, each with its exact words; with --keep they wait on a desk."),
    _("Read the figure claims of documents and compare each with the record; neither side is changed."),
    _("Count a figure and list what was counted and what was left out, with the reason."),
    _("Write the review of a year or a term as one page that can be printed and mailed, a Word document or a PDF."),
    _("Write the brief of a partner as a page, a Word document or a PDF, every statement with its source."),
    _("Write the quarterly pack on commitments as a page, a Word document, a PDF or a workbook."),
    _("Write the papers of a half-yearly coordination conference as a page, a Word document, a PDF or a workbook."),
    _("Write the yearly report on treaties and agreements as a page, a Word document, a PDF or a workbook."),
    _("List the procedures of a profile, or check its procedures and rules and name what is wrong by file and line."),
    _("Show one record with its parties, owned rows and sources; or its history."),
    _("Search all registers, newest first, without regard to accents."),
    _("Open, list and change accounts and their duties; the audit keeps who did it and why."),
    _("Verify the audit chain and every version against it; name the first bad entry."),
    _("Write the whole record to one file."),
    _("Read a backup into an empty record and verify it."),
)

#: What argparse says around the words of a command.
ARGPARSE = (
    _("usage: "),
    _("positional arguments"),
    _("options"),
    _("show this help message and exit"),
    _("%(prog)s: error: %(message)s\n"),
    _("argument %(argument_name)s: %(message)s"),
    _("the following arguments are required: %s"),
    _("unrecognized arguments: %s"),
    _("expected one argument"),
    _("expected at least one argument"),
    _("ignored explicit argument %r"),
    _("ambiguous option: %(option)s could match %(matches)s"),
    _("invalid %(type)s value: %(value)r"),
    _("invalid choice: %(value)r (choose from %(choices)s)"),
)

#: What the library of signing in says on forms and has no Vietnamese for.
SIGNING_IN = (
    _("Code"),
    _("Incorrect code."),
    _("Authenticator code"),
    _("Passwordless"),
    _("Current Password"),
    _("New Password"),
    _("New Password (again)"),
    _("You must type the same password each time."),
    _("Use your password"),
    _("Use authenticator app or code"),
    _("Use a security key"),
    _("Master key"),
    _("Backup key"),
    _("Key nr. {number}"),
)
