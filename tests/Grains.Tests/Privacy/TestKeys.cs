using System.Security.Cryptography;
using System.Text;

namespace Omnichannel.Privacy;

/// <summary>Keys that are the same in every run.</summary>
internal static class TestKeys
{
    public static MasterKeys Masters { get; } = new([new(SHA256.HashData("master"u8))]);

    public static MemoryDataKeys Create() => new(Masters, static owner => SHA256.HashData(Encoding.UTF8.GetBytes(owner)));
}
