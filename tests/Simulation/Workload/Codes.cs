using System.Text;

namespace Omnichannel.Simulation.Workload;

/// <summary>The words of the HTTP contract for the statuses of the grains: <c>InsufficientStock</c> is <c>insufficient-stock</c>.</summary>
public static class Codes
{
    public static string Of<T>(T status) where T : struct, Enum => Cache<T>.Words[status];

    private static string Kebab(string name)
    {
        var word = new StringBuilder();
        foreach (var letter in name)
        {
            if (char.IsUpper(letter) && word.Length > 0) word.Append('-');
            word.Append(char.ToLowerInvariant(letter));
        }

        return word.ToString();
    }

    private static class Cache<T> where T : struct, Enum
    {
        public static readonly Dictionary<T, string> Words = Enum.GetValues<T>().ToDictionary(status => status, status => Kebab(status.ToString()));
    }
}
