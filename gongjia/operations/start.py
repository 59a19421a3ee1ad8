"""How a command of `gongjia` becomes the platform."""

import os


def start_platform() -> None:
    """Load the settings and the rooms. A command sees everything, as a job does: with the eyes of a web process it
    would find nothing to seal, to count or to print."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongjia.settings")
    import django

    django.setup()
    from gongjia.foundation.walls import platform_process

    platform_process()
