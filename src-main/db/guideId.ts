/** The offline guide is in every database under this id. */
export const GUIDE_ID = '01900000-0000-7000-8000-000000000001'
