using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Omnichannel.Privacy;

/// <summary>A 256-bit secret that makes texts unreadable for whoever does not have it: AES-GCM, bound to a context.</summary>
/// <remarks>
/// The nonce is the HMAC of context and text, so that no source of randomness is needed and no nonce ever meets two texts. What that tells a reader
/// without the key is that two texts under one key are equal, and how long they are; nothing else.
/// </remarks>
public sealed class SealingKey
{
    public const int SecretBytes = 32;
    private const byte Format = 1;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const int HeaderBytes = 1 + NonceBytes + TagBytes;

    private readonly byte[] _secret;
    private readonly byte[] _cipherKey;
    private readonly byte[] _nonceKey;
    private readonly byte[] _nameKey;

    public SealingKey(ReadOnlySpan<byte> secret)
    {
        if (secret.Length != SecretBytes) throw new ArgumentException($"A key has {SecretBytes} bytes.", nameof(secret));
        _secret = secret.ToArray();
        _cipherKey = Derive("cipher");
        _nonceKey = Derive("nonce");
        _nameKey = Derive("name");
    }

    /// <summary>The secret itself, for whoever wraps it.</summary>
    public ReadOnlySpan<byte> Secret => _secret;

    public byte[] Seal(ReadOnlySpan<byte> clear, string context)
    {
        var sealedBytes = new byte[HeaderBytes + clear.Length];
        sealedBytes[0] = Format;
        var nonce = sealedBytes.AsSpan(1, NonceBytes);
        var associated = Encoding.UTF8.GetBytes(context);
        Nonce(clear, associated, nonce);
        using var cipher = new AesGcm(_cipherKey, TagBytes);
        cipher.Encrypt(nonce, clear, sealedBytes.AsSpan(HeaderBytes), sealedBytes.AsSpan(1 + NonceBytes, TagBytes), associated);
        return sealedBytes;
    }

    /// <exception cref="CryptographicException">It was sealed with another key or for another context, or it was changed.</exception>
    public byte[] Open(ReadOnlySpan<byte> sealedBytes, string context)
    {
        if (sealedBytes.Length < HeaderBytes || sealedBytes[0] != Format) throw new CryptographicException("Not a sealed text.");
        var clear = new byte[sealedBytes.Length - HeaderBytes];
        using var cipher = new AesGcm(_cipherKey, TagBytes);
        cipher.Decrypt(
            sealedBytes.Slice(1, NonceBytes), sealedBytes[HeaderBytes..], sealedBytes.Slice(1 + NonceBytes, TagBytes), clear, Encoding.UTF8.GetBytes(context));
        return clear;
    }

    /// <summary>A name that always stands for the same text, and that nobody can turn back without this key.</summary>
    public byte[] NameOf(string text) => HMACSHA256.HashData(_nameKey, Encoding.UTF8.GetBytes(text));

    private byte[] Derive(string use) => HKDF.DeriveKey(HashAlgorithmName.SHA256, _secret, SecretBytes, info: Encoding.UTF8.GetBytes("omnichannel/" + use));

    private void Nonce(ReadOnlySpan<byte> clear, ReadOnlySpan<byte> associated, Span<byte> nonce)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _nonceKey);
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, associated.Length);
        hash.AppendData(length);
        hash.AppendData(associated);
        hash.AppendData(clear);
        Span<byte> whole = stackalloc byte[HMACSHA256.HashSizeInBytes];
        hash.GetHashAndReset(whole);
        whole[..NonceBytes].CopyTo(nonce);
    }
}
