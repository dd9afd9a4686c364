"""How a song is played: with swing, and with the unevenness of hands.

What is composed stays on its grid: this is for the moment before it sounds. How a bar is played
depends on nothing but the bar and where it stands, and no note begins before its bar: so bars may
be told while later ones are composed, and be looped and jumped to. Does not know recipes, nor how
sound is made.
"""

from lstmelody.performing.files import performed
from lstmelody.performing.songs import HeardNote, heard

__all__ = ["HeardNote", "heard", "performed"]
