using System.Security.Cryptography;

namespace Omnichannel.Journal;

/// <summary>Where secrets come from: an input, like time.</summary>
public interface IRandomSource
{
    /// <summary>So many characters of the alphabet, each equally likely.</summary>
    string Draw(string alphabet, int length);
}

/// <summary>The random source of the operating system, fit for secrets.</summary>
public sealed class SystemRandom : IRandomSource
{
    private SystemRandom()
    {
    }

    public static SystemRandom Instance { get; } = new();

    public string Draw(string alphabet, int length) => RandomNumberGenerator.GetString(alphabet, length);
}
