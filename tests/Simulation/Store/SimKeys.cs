using System.Security.Cryptography;
using System.Text;
using Omnichannel.Privacy;

namespace Omnichannel.Simulation.Store;

/// <summary>The keys of customers: the same for the same owner in every run.</summary>
public static class SimKeys
{
    private static readonly MasterKeys _masters = new([new(SHA256.HashData("master"u8))]);

    public static IDataKeys Create() => new MemoryDataKeys(_masters, SecretOf);

    /// <summary>What an owner's texts are sealed with, also when that key was destroyed: for bugs that are put in on purpose.</summary>
    public static SealingKey KeyOf(string owner) => new(SecretOf(owner));

    private static byte[] SecretOf(string owner) => SHA256.HashData(Encoding.UTF8.GetBytes(owner));
}
