using System.Security.Cryptography;
using System.Text;
using Omnichannel.Inventory;

namespace Omnichannel.Carts;

/// <summary>Asks for a code that lets another device take the cart over, once, for <see cref="Limits.HandoverSeconds"/>.</summary>
/// <remarks>Only the hash of a code is kept, so a repeat of the same hand-over is given a new code and the earlier one ends: there is still one take-over.</remarks>
[GenerateSerializer, Immutable, Alias("offer-handover")]
public sealed record OfferHandover([property: Id(0)] CartActor Actor, [property: Id(1)] HandoverId Id);

/// <param name="Code">To be shown or scanned; null when there is none.</param>
[GenerateSerializer, Immutable, Alias("handover-reply")]
public sealed record HandoverReply([property: Id(0)] CartStatus Status, [property: Id(1)] string? Code, [property: Id(2)] DateTimeOffset? ExpiresAt);

/// <summary>Uses a code: the device's token then owns the cart too. Nothing else about the cart changes.</summary>
/// <param name="CodeHash">See <see cref="HandoverCode.Hash"/>.</param>
/// <param name="Token">The token that the taking device has made. The same token again is the same take-over.</param>
[GenerateSerializer, Immutable, Alias("take-handover")]
public sealed record TakeHandover([property: Id(0)] string CodeHash, [property: Id(1)] CartTokenHash Token, [property: Id(2)] Channel? Channel = null);

/// <summary>What a code looks like.</summary>
public static class HandoverCode
{
    /// <summary>Crockford's 32 letters: none can be taken for another.</summary>
    public const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// <summary>Brings what a person typed into the one form of a code; null when it cannot be one. Spaces and dashes do not count, O is 0, I and L are 1.</summary>
    public static string? Normalize(string? typed)
    {
        var code = new StringBuilder();
        foreach (var character in (typed ?? "").ToUpperInvariant())
        {
            var letter = character switch { 'O' => '0', 'I' or 'L' => '1', _ => character };
            if (letter is ' ' or '-') continue;
            if (!Alphabet.Contains(letter) || code.Length == Limits.HandoverCodeLength) return null;
            code.Append(letter);
        }

        return code.Length == Limits.HandoverCodeLength ? code.ToString() : null;
    }

    /// <summary>The key of the <see cref="IHandoverGrain"/> that knows the cart: 64 hexadecimal digits.</summary>
    /// <param name="code">Normalized.</param>
    public static string Hash(string code) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(code)));
}

/// <summary>Knows which cart a code belongs to; its key is the hash of the code.</summary>
[Alias("handover-grain")]
public interface IHandoverGrain : IGrainWithStringKey
{
    /// <summary>Called by the cart that makes the code. False when another cart's code has this hash.</summary>
    [Alias("register")]
    Task<bool> Register(CartId cart, HandoverId handover);

    /// <summary>Takes over the cart that the code belongs to.</summary>
    [Alias("take")]
    Task<CartReply> Take(CartTokenHash token, Channel? channel);
}
