namespace Omnichannel.Retail;

/// <summary>Tells goods from carriage, fees, vouchers and the like.</summary>
public static class StockCode
{
    private const int DigitsCount = 5;
    private const int LettersMax = 2;

    /// <summary>Five digits and up to two letters. Codes that differ only by case are different products.</summary>
    public static bool IsProduct(string code)
    {
        if (code.Length is < DigitsCount or > DigitsCount + LettersMax) return false;
        for (var i = 0; i < code.Length; i++)
        {
            if (i < DigitsCount ? !char.IsAsciiDigit(code[i]) : !char.IsAsciiLetter(code[i])) return false;
        }

        return true;
    }
}
