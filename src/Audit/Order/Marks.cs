namespace Omnichannel.Audit.Order;

/// <summary>Numbers that stand for states while they are compared. They mean nothing outside of the process.</summary>
internal static class Marks
{
    public static ulong Of(string id) => Mix(unchecked((ulong)id.GetHashCode(StringComparison.Ordinal)));

    public static ulong Mix(ulong number)
    {
        unchecked
        {
            number = (number ^ (number >> 30)) * 0xBF58476D1CE4E5B9;
            number = (number ^ (number >> 27)) * 0x94D049BB133111EB;
            return number ^ (number >> 31);
        }
    }
}
