"""What one can press: buttons, one-button forms, menus, dialogs."""

from django.template import Context
from django.utils.safestring import SafeString

from kring.web.templatetags.ui.library import attributes, register, render
from kring.web.templatetags.ui.marks import drawn_once

KINDS = {
    "primary": "btn btn-primary",
    "plain": "btn k-button-plain",
    "quiet": "btn k-button-quiet",
    "danger": "btn k-button-danger",
}


def _button(
    content: str, *, kind: str, icon: str, href: str, type: str, small: bool, extra: dict[str, object]
) -> SafeString:
    css = KINDS[kind] + (" btn-sm" if small else "")
    css += f" {extra.pop('class')}" if "class" in extra else ""
    more = {"css": css, "extra": attributes(extra)}
    return render("button", {"content": content, "icon": icon, "href": href, "type": type} | more)


@drawn_once
def _posting(content: str, kind: str, icon: str, small: bool) -> SafeString:
    return _button(content, kind=kind, icon=icon, href="", type="submit", small=small, extra={})


@register.simple_block_tag
def button(
    content: str,
    kind: str = "primary",
    icon: str = "",
    href: str = "",
    type: str = "submit",
    small: bool = False,
    **extra: object,
) -> SafeString:
    """A button, or with `href` a link that looks like one. `kind`: primary, plain, quiet, danger."""
    return _button(content, kind=kind, icon=icon, href=href, type=type, small=small, extra=extra)


@register.simple_block_tag(takes_context=True)
def action(
    context: Context,
    content: str,
    url: str,
    kind: str = "plain",
    icon: str = "",
    small: bool = False,
    name: str = "",
    value: str = "",
    **extra: object,
) -> SafeString:
    """A button that is a form of its own: it posts to `url`, with `name=value` when given."""
    inner = _posting(content, kind, icon, small)
    posted = {"name": name, "value": value, "csrf_token": context.get("csrf_token")}
    return render("action", {"url": url, "button": inner, "extra": attributes(extra)} | posted)


@register.simple_block_tag
def icon_button(content: str, icon: str, href: str = "", type: str = "button", **extra: object) -> SafeString:
    """A round button with an icon alone; the content is its name for those who do not see it."""
    return render(
        "icon_button", {"content": content, "icon": icon, "href": href, "type": type, "extra": attributes(extra)}
    )


@register.simple_block_tag
def menu(
    content: str, text: str = "", icon: str = "", kind: str = "plain", end: bool = False, name: str = ""
) -> SafeString:
    """A menu behind a button (`text`), or behind a round icon (`icon` with `name`). `end`: it opens to the left."""
    css = "k-round" if icon and not text else KINDS[kind]
    values = {"content": content, "text": text, "icon": icon, "css": css, "end": end, "name": name}
    return render("menu", values)


@register.simple_block_tag
def menu_item(content: str, href: str, icon: str = "", current: bool = False, **extra: object) -> SafeString:
    """An entry of a menu that goes somewhere."""
    return render(
        "menu_item", {"content": content, "href": href, "icon": icon, "current": current, "extra": attributes(extra)}
    )


@register.simple_block_tag(takes_context=True)
def menu_action(
    context: Context, content: str, url: str, icon: str = "", name: str = "", value: str = ""
) -> SafeString:
    """An entry of a menu that does something: it posts to `url`."""
    posted = {"name": name, "value": value, "csrf_token": context.get("csrf_token")}
    return render("menu_action", {"content": content, "url": url, "icon": icon} | posted)


@register.simple_block_tag
def dialog(content: str, id: str, title: str) -> SafeString:
    """A dialog, opened by `dialog_opener`; without a script the same link shows it."""
    return render("dialog", {"content": content, "id": id, "title": title})


@register.simple_block_tag
def dialog_opener(content: str, dialog: str, kind: str = "plain", icon: str = "", small: bool = False) -> SafeString:
    """The button that opens the dialog with this id."""
    extra: dict[str, object] = {"data-opens": True, "aria-haspopup": "dialog"}
    return _button(content, kind=kind, icon=icon, href=f"#{dialog}", type="button", small=small, extra=extra)
