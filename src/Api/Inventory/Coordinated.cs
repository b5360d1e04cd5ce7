namespace Omnichannel.Inventory;

/// <summary>The success of something that takes several steps.</summary>
internal static class Coordinated
{
    public static int StatusOf(bool isUnderWay, bool isRepeat)
    {
        if (isUnderWay) return StatusCodes.Status202Accepted;
        return isRepeat ? StatusCodes.Status200OK : StatusCodes.Status201Created;
    }
}
